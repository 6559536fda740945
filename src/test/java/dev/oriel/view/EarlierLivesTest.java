package dev.oriel.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierLivesTest {

    private final SourceTopic present =
            new SourceTopic("orders", Uuid.randomUuid().toString(), 1);

    @TempDir
    Path state;

    @Test
    void the_state_of_earlier_topics_of_the_name_is_deleted_with_all_that_is_in_it() throws IOException {
        Path earlier = folder("oriel-orders-1-" + Uuid.randomUuid());

        EarlierLives.delete(state, "oriel-orders-1-", present);

        assertThat(earlier).doesNotExist();
    }

    @Test
    void the_present_topics_state_and_that_of_other_views_and_generations_stay() throws IOException {
        Path mine = folder("oriel-orders-1-" + present.id());
        Path generation = folder("oriel-orders-2-" + Uuid.randomUuid());
        Path namedAlike = folder("oriel-orders-1-eu-1-" + Uuid.randomUuid());
        Path notOurs = folder("oriel-orders-1-notes");

        EarlierLives.delete(state, "oriel-orders-1-", present);

        assertThat(mine).exists();
        assertThat(generation).exists();
        assertThat(namedAlike).exists();
        assertThat(notOurs).exists();
    }

    @Test
    void without_a_state_directory_there_is_nothing_to_do() {
        Path absent = state.resolve("absent");

        EarlierLives.delete(absent, "oriel-orders-1-", present);

        assertThat(absent).doesNotExist();
    }

    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectories(state.resolve(name).resolve("0_0"));
        Files.writeString(folder.resolve("CURRENT"), "x");
        return state.resolve(name);
    }
}
