package dev.oriel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PassageTest {

    private final Passage passage = new Passage(new ReplicaSet(2));

    @Test
    void nothing_is_known_of_a_log_that_was_not_polled() {
        assertThat(passage.reachedFrom(0, 7)).isEqualTo(7);
    }

    @Test
    void who_has_applied_the_last_record_of_a_poll_has_reached_where_it_goes_on() {
        passage.delivered(0, 7, 10);

        assertThat(passage.reachedFrom(0, 6)).isEqualTo(6);
        assertThat(passage.reachedFrom(0, 7)).isEqualTo(9);
    }

    @Test
    void a_poll_without_a_record_stretches_what_came_after_the_last_one() {
        passage.delivered(0, 7, 8);
        passage.passed(0, 12);

        assertThat(passage.reachedFrom(0, 6)).isEqualTo(6);
        assertThat(passage.reachedFrom(0, 7)).isEqualTo(11);
    }

    @Test
    void partitions_and_a_new_start_know_nothing_of_it() {
        passage.delivered(0, 7, 10);
        passage.restart(0);
        passage.delivered(1, 7, 10);

        assertThat(passage.reachedFrom(0, 7)).isEqualTo(7);
        assertThat(passage.reachedFrom(1, 7)).isEqualTo(9);
    }

    /** A log of records and of offsets that hold none; the consumer polls ahead of whoever applies. */
    @Property
    void never_is_a_record_claimed_that_was_not_applied_and_none_is_missed_at_the_end(
            @ForAll @Size(min = 1, max = 60) List<Boolean> holdsRecord, @ForAll Random random) {
        List<Long> buffered = new ArrayList<>();
        int next = 0;
        long applied = -1;
        long claimed = -1;
        while (next < holdsRecord.size() || !buffered.isEmpty()) {
            if (next < holdsRecord.size() && random.nextInt(3) > 0) {
                next = poll(holdsRecord, next, 1 + random.nextInt(6), buffered);
            } else if (!buffered.isEmpty()) {
                applied = buffered.removeFirst();
                claimed = passage.reachedFrom(0, applied);
                assertThat(claimed).isGreaterThanOrEqualTo(applied).isLessThan(next);
                if (!buffered.isEmpty()) {
                    assertThat(claimed).isLessThan(buffered.getFirst());
                }
            }
        }
        if (applied >= 0) {
            assertThat(passage.reachedFrom(0, applied)).isEqualTo(holdsRecord.size() - 1);
        }
    }

    private int poll(List<Boolean> holdsRecord, int from, int atMost, List<Long> buffered) {
        int next = Math.min(holdsRecord.size(), from + atMost);
        long last = -1;
        for (int offset = from; offset < next; offset++) {
            if (holdsRecord.get(offset)) {
                last = offset;
                buffered.add(last);
            }
        }
        if (last < 0) {
            passage.passed(0, next);
        } else {
            passage.delivered(0, last, next);
        }
        return next;
    }
}
