package dev.oriel.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.store.KeyBytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffsetWaitsTest {

    private static final int MANY = 3 * OffsetWaits.STIRRED_AT_ONCE;

    private final QueuedWorkers workers = new QueuedWorkers();
    private final List<String> stirred = new ArrayList<>();
    private final OffsetWaits<KeyBytes> waits =
            new OffsetWaits<>(key -> stirred.add(new String(key.bytes(), UTF_8)), workers);
    private int number;

    private AwaitedOffset await(long offset) {
        AwaitedOffset awaited = new AwaitedOffset(0, offset, number++);
        waits.add(awaited, KeyBytes.of(("at " + offset).getBytes(UTF_8)));
        return awaited;
    }

    private void awaitMany(long offset) {
        for (int i = 0; i < MANY; i++) {
            await(offset);
        }
    }

    @Test
    void what_is_passed_is_stirred_once_the_lowest_first_and_what_lies_ahead_is_not() {
        await(12);
        await(10);
        await(11);

        waits.reached(11);
        waits.reached(11);

        assertThat(stirred).containsExactly("at 10", "at 11");
        assertThat(workers.queued()).isZero();
        assertThat(waits.isEmpty()).isFalse();
    }

    @Test
    void what_is_given_up_is_not_stirred() {
        waits.remove(await(10));

        waits.reached(10);

        assertThat(stirred).isEmpty();
        assertThat(waits.isEmpty()).isTrue();
    }

    @Test
    void of_many_the_caller_stirs_a_few_and_the_workers_the_rest() {
        awaitMany(10);

        waits.reached(10);

        assertThat(stirred).hasSize(OffsetWaits.STIRRED_AT_ONCE);
        assertThat(workers.queued()).isOne();
        workers.runAll();
        assertThat(stirred).hasSize(MANY);
        assertThat(waits.isEmpty()).isTrue();
    }

    @Test
    void a_rest_is_not_forgotten_when_a_lower_watermark_is_told_later() {
        awaitMany(10);
        awaitMany(12);

        waits.reached(12);
        waits.reached(10);
        workers.runAll();

        assertThat(stirred).hasSize(2 * MANY);
    }

    @Test
    void what_another_replica_has_not_reached_is_not_stirred_for_the_one_before() {
        awaitMany(10);
        waits.reached(10);

        waits.forgetRest();
        workers.runAll();
        assertThat(stirred).hasSize(OffsetWaits.STIRRED_AT_ONCE);
        waits.reached(10);
        workers.runAll();

        assertThat(stirred).hasSize(MANY);
    }
}
