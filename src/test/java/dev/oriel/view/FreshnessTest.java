package dev.oriel.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    private long now = Duration.ofHours(1).toNanos();
    private final Freshness freshness = new Freshness(Duration.ofSeconds(2), () -> now);

    @Test
    void nothing_is_known_before_the_end_has_been_seen() {
        assertThat(freshness.staleMillis(0, 99)).isEmpty();
        assertThat(freshness.left(0, 99)).isEmpty();
    }

    @Test
    void who_has_all_that_was_there_is_behind_by_the_time_since_it_was_asked_for() {
        seen(10);
        pass(300);

        assertThat(freshness.staleMillis(0, 9)).hasValue(301);
        assertThat(freshness.staleMillis(0, 50)).hasValue(301);
    }

    @Test
    void who_lacks_a_record_is_behind_since_it_was_not_there_yet() {
        seen(10);
        pass(1_000);
        seen(20);
        pass(1_000);
        seen(30);
        pass(1_000);

        assertThat(freshness.staleMillis(0, 29)).hasValue(1_001);
        assertThat(freshness.staleMillis(0, 28)).hasValue(2_001);
        assertThat(freshness.staleMillis(0, 18)).hasValue(3_001);
        assertThat(freshness.left(0, 18)).hasValue(11);
    }

    @Test
    void who_lacks_what_was_there_when_it_was_first_looked_at_may_be_behind_by_any_time() {
        seen(10);
        pass(1_000);
        seen(20);

        assertThat(freshness.staleMillis(0, 8)).isEmpty();
    }

    @Test
    void the_bound_grows_while_the_end_cannot_be_seen() {
        seen(10);
        pass(60_000);

        assertThat(freshness.staleMillis(0, 9)).hasValue(60_001);
        assertThat(freshness.staleMillisOfOwner(0, 9)).hasValue(60_001);
    }

    @Test
    void an_owner_that_keeps_up_is_not_behind() {
        seen(10);
        pass(1_900);

        assertThat(freshness.staleMillisOfOwner(0, 9)).hasValue(0);
        assertThat(freshness.staleMillisOfOwner(0, 8)).isEmpty();
    }

    @Test
    void expired_records_are_missed_by_nobody() {
        freshness.saw(new SourceEnds(new long[] {10}, new long[] {10}), now);

        assertThat(freshness.staleMillis(0, -1)).hasValue(1);
    }

    @Test
    void an_end_that_lies_before_an_earlier_one_is_that_of_another_log() {
        seen(10);
        pass(1_000);
        seen(3);

        assertThat(freshness.staleMillis(0, 5)).isEmpty();
        assertThat(freshness.staleMillis(0, 9)).hasValue(1_001);
    }

    @Test
    void what_lies_too_far_back_is_forgotten() {
        seen(1);
        for (int i = 0; i < Freshness.MOMENTS; i++) {
            pass(1);
            seen(2);
        }

        assertThat(freshness.staleMillis(0, 0)).isEmpty();
        assertThat(freshness.staleMillis(0, 1)).hasValue(1);
    }

    @Test
    void a_source_that_has_not_been_seen_for_a_while_is_cut_off() {
        assertThat(freshness.isCutOff()).isFalse();
        seen(10);
        pass(1_900);
        assertThat(freshness.isCutOff()).isFalse();
        pass(200);
        assertThat(freshness.isCutOff()).isTrue();
        seen(10);
        assertThat(freshness.isCutOff()).isFalse();
    }

    private void seen(long end) {
        freshness.saw(new SourceEnds(new long[] {0}, new long[] {end}), now);
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }
}
