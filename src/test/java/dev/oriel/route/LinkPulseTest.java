package dev.oriel.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkPulseTest {

    private static final long QUIET = LinkPulse.QUIET.toNanos();
    private static final long DEAD = LinkPulse.DEAD.toNanos();

    /** Close to where the clock turns negative. */
    private static final long OPENED = Long.MAX_VALUE - QUIET;

    private final LinkPulse pulse = new LinkPulse(OPENED);

    @Test
    void a_peer_that_has_just_been_heard_is_left_alone() {
        assertThat(pulse.ask(OPENED + QUIET - 1)).isFalse();
        pulse.heard(OPENED + QUIET - 1);
        assertThat(pulse.ask(OPENED + 2 * QUIET - 2)).isFalse();
    }

    @Test
    void one_that_is_quiet_is_asked_once() {
        assertThat(pulse.ask(OPENED + QUIET)).isTrue();
        assertThat(pulse.ask(OPENED + QUIET + 1)).isFalse();
        assertThat(pulse.isDead(OPENED + QUIET + DEAD - 1)).isFalse();
    }

    @Test
    void one_that_does_not_answer_is_dead() {
        assertThat(pulse.ask(OPENED + 5 * QUIET)).isTrue();

        assertThat(pulse.isDead(OPENED + 5 * QUIET + DEAD - 1)).isFalse();
        assertThat(pulse.isDead(OPENED + 5 * QUIET + DEAD)).isTrue();
    }

    @Test
    void one_that_answers_is_not_and_is_asked_again_when_it_is_quiet_again() {
        assertThat(pulse.ask(OPENED + QUIET)).isTrue();
        long answered = OPENED + QUIET + DEAD - 1;
        pulse.heard(answered);

        assertThat(pulse.isDead(OPENED + QUIET + DEAD)).isFalse();
        assertThat(pulse.ask(answered + QUIET - 1)).isFalse();
        assertThat(pulse.ask(answered + QUIET)).isTrue();
    }

    @Test
    void one_that_was_not_asked_may_be_silent_for_ever() {
        assertThat(pulse.isDead(OPENED + 1000 * DEAD)).isFalse();
    }
}
