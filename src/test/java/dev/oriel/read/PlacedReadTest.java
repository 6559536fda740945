package dev.oriel.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.oriel.api.Position;
import dev.oriel.api.Role;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.Entry;
import dev.oriel.store.ReplicaSet;
import dev.oriel.trace.Trace;
import dev.oriel.view.Materialization;
import dev.oriel.view.SourceTopic;
import dev.oriel.view.View;
import dev.oriel.view.ViewConfigs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a sighting of a standby is worth. */
class PlacedReadTest {

    private static final SourceTopic SOURCE = new SourceTopic("orders", "id", 4);
    private static final int PARTITION = 2;
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    @Test
    void a_standby_that_reflects_the_positions_answers_however_stale_it_may_be() {
        PlacedRead read = read(after(99), Duration.ZERO, ViewConfig.Availability.OWNER);

        assertThat(read.mayUseStandbys()).isTrue();
        assertThat(judge(read, Role.STANDBY, 99, UNKNOWN)).isInstanceOf(Outcome.Found.class);
    }

    @Test
    void a_standby_that_does_not_reflect_them_has_not_reached_them_however_fresh_it_is() {
        PlacedRead read = read(after(100), Duration.ofSeconds(5), ViewConfig.Availability.OWNER);

        assertThat(judge(read, Role.STANDBY, 99, OptionalLong.of(1))).isInstanceOf(Outcome.PositionNotReached.class);
    }

    @Test
    void without_positions_a_standby_has_to_be_as_fresh_as_was_asked_for() {
        PlacedRead read = read(List.of(), Duration.ofSeconds(5), ViewConfig.Availability.OWNER);

        assertThat(read.mayUseStandbys()).isTrue();
        assertThat(judge(read, Role.STANDBY, 99, OptionalLong.of(5_000))).isInstanceOf(Outcome.Found.class);
        assertThat(judge(read, Role.STANDBY, 99, OptionalLong.of(5_001)))
                .asInstanceOf(type(Outcome.Unavailable.class))
                .extracting(Outcome.Unavailable::detail)
                .asString()
                .contains("up to 5001 ms behind", "5000 ms are allowed");
    }

    @Test
    void a_staleness_that_is_not_known_is_too_much() {
        assertThat(judge(
                        read(List.of(), Duration.ofHours(1), ViewConfig.Availability.OWNER), Role.STANDBY, 99, UNKNOWN))
                .isInstanceOf(Outcome.Unavailable.class);
        assertThat(judge(
                        read(List.of(), Duration.ZERO, ViewConfig.Availability.PREFER_STANDBY),
                        Role.STANDBY,
                        99,
                        UNKNOWN))
                .isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void a_read_that_says_nothing_is_for_the_owner_unless_the_view_prefers_standbys() {
        PlacedRead strict = read(List.of(), Duration.ZERO, ViewConfig.Availability.OWNER);
        assertThat(strict.mayUseStandbys()).isFalse();
        assertThat(judge(strict, Role.STANDBY, 99, OptionalLong.of(1))).isInstanceOf(Outcome.Unavailable.class);

        PlacedRead anyhow = read(List.of(), Duration.ZERO, ViewConfig.Availability.PREFER_STANDBY);
        assertThat(anyhow.mayUseStandbys()).isTrue();
        assertThat(judge(anyhow, Role.STANDBY, 99, OptionalLong.of(60_000))).isInstanceOf(Outcome.Found.class);
    }

    @Test
    void what_the_read_says_of_staleness_counts_more_than_what_the_view_says() {
        PlacedRead read = read(List.of(), Duration.ofSeconds(5), ViewConfig.Availability.PREFER_STANDBY);

        assertThat(judge(read, Role.STANDBY, 99, OptionalLong.of(60_000))).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void positions_that_cannot_affect_the_key_vouch_for_nothing() {
        PlacedRead read = read(
                List.of(new Position("orders", PARTITION + 1, 5, Optional.empty())),
                Duration.ZERO,
                ViewConfig.Availability.OWNER);

        assertThat(read.mayUseStandbys()).isFalse();
    }

    @Test
    void the_owner_answers_whatever_is_known_of_its_staleness() {
        PlacedRead read = read(List.of(), Duration.ZERO, ViewConfig.Availability.OWNER);

        assertThat(judge(read, Role.ACTIVE, 99, UNKNOWN)).isInstanceOf(Outcome.Found.class);
    }

    @Test
    void an_owner_that_is_cut_off_from_its_source_is_no_fresher_than_it_can_prove() {
        PlacedRead read = read(List.of(), Duration.ofSeconds(5), ViewConfig.Availability.OWNER);

        assertThat(judge(read, Role.ACTIVE, 99, OptionalLong.of(0))).isInstanceOf(Outcome.Found.class);
        assertThat(judge(read, Role.ACTIVE, 99, OptionalLong.of(5_001)))
                .asInstanceOf(type(Outcome.Unavailable.class))
                .extracting(Outcome.Unavailable::detail)
                .isEqualTo("its owner is up to 5001 ms behind, and 5000 ms are allowed");
        assertThat(judge(read, Role.ACTIVE, 99, UNKNOWN)).isInstanceOf(Outcome.Unavailable.class);
        assertThat(judge(
                        read(after(99), Duration.ofSeconds(5), ViewConfig.Availability.OWNER),
                        Role.ACTIVE,
                        99,
                        UNKNOWN))
                .isInstanceOf(Outcome.Found.class);
    }

    private static List<Position> after(long offset) {
        return List.of(new Position("orders", PARTITION, offset, Optional.empty()));
    }

    private static PlacedRead read(List<Position> after, Duration stale, ViewConfig.Availability availability) {
        View view = new View(ViewConfigs.table(availability));
        KeyRead read = new KeyRead(
                view,
                keyOf(PARTITION),
                "k",
                new Conditions(after, OptionalLong.empty(), Optional.empty(), Optional.empty()),
                new Standbys(stale, false),
                Optional.empty(),
                KeyRead.Origin.CLIENT,
                Trace.NONE,
                Deadline.in(Duration.ofSeconds(5)));
        return PlacedRead.of(read, new Materialization(SOURCE, new ReplicaSet(SOURCE.partitions())));
    }

    private static byte[] keyOf(int partition) {
        Materialization made = new Materialization(SOURCE, new ReplicaSet(SOURCE.partitions()));
        for (int i = 0; ; i++) {
            byte[] key = ("k-" + i).getBytes(UTF_8);
            KeyRead read = new KeyRead(
                    new View(ViewConfigs.table()),
                    key,
                    "/",
                    Conditions.NONE,
                    Standbys.UNSAID,
                    Optional.empty(),
                    KeyRead.Origin.CLIENT,
                    Trace.NONE,
                    Deadline.in(Duration.ofSeconds(5)));
            if (PlacedRead.partition(read, made) == partition) {
                return key;
            }
        }
    }

    private static Outcome judge(PlacedRead read, Role role, long reached, OptionalLong stale) {
        Entry entry = Entry.decode(Entry.encode(PARTITION, reached, 0, "{}".getBytes(UTF_8)));
        return read.judge(
                new Sighting(SOURCE, Optional.of(entry), PARTITION, reached, new long[0], role, stale), "oriel-0");
    }
}
