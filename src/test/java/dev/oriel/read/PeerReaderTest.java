package dev.oriel.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.HostPort;
import dev.oriel.route.LinkReply;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.ReplicaSet;
import dev.oriel.trace.Trace;
import dev.oriel.view.Materialization;
import dev.oriel.view.SourceTopic;
import dev.oriel.view.View;
import dev.oriel.view.ViewConfigs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of lookups that have been sent to the owner. */
class PeerReaderTest {

    private static final SourceTopic SOURCE = new SourceTopic("orders", "id", 1);
    private static final LinkReply LATE = new LinkReply.TimedOut();

    private final View view = new View(ViewConfigs.table());
    private final PeerHealth health = new PeerHealth();
    private final PeerClient peers = new PeerClient(health);
    private final PeerReader reader =
            new PeerReader(new RoutingTables(new HostPort("a", 1), List.of(view)), peers, health);

    @AfterEach
    void stop() {
        peers.close();
    }

    private PlacedRead read(Duration stale) {
        KeyRead read = new KeyRead(
                view,
                "k".getBytes(UTF_8),
                "k",
                Conditions.NONE,
                new Standbys(stale, false),
                Optional.empty(),
                KeyRead.Origin.CLIENT,
                Trace.NONE,
                Deadline.in(Duration.ofSeconds(5)));
        return PlacedRead.of(read, new Materialization(SOURCE, new ReplicaSet(SOURCE.partitions())));
    }

    @Test
    void those_that_are_late_are_asked_elsewhere_too_until_there_are_too_many_of_them() {
        PlacedRead read = read(Duration.ofSeconds(10));
        for (int i = 0; i < HedgeBudget.MOST; i++) {
            assertThat(reader.lookedUp(read, LATE)).isEmpty();
        }

        assertThat(reader.lookedUp(read, LATE)).containsInstanceOf(Outcome.Overloaded.class);

        for (int i = 0; i < HedgeBudget.ANSWERS_A_HEDGE; i++) {
            assertThat(reader.lookedUp(read, new LinkReply.Declined())).isEmpty();
        }
        assertThat(reader.lookedUp(read, LATE)).isEmpty();
        assertThat(reader.lookedUp(read, LATE)).containsInstanceOf(Outcome.Overloaded.class);
    }

    @Test
    void those_that_only_the_owner_may_answer_cost_nobody_anything() {
        for (int i = 0; i <= HedgeBudget.MOST; i++) {
            assertThat(reader.lookedUp(read(Duration.ZERO), LATE)).isEmpty();
        }

        assertThat(reader.lookedUp(read(Duration.ofSeconds(10)), LATE)).isEmpty();
    }

    @Test
    void those_whose_link_breaks_go_on_however_many_there_are() {
        for (int i = 0; i <= HedgeBudget.MOST; i++) {
            assertThat(reader.lookedUp(read(Duration.ofSeconds(10)), new LinkReply.Broken()))
                    .isEmpty();
        }
    }
}
