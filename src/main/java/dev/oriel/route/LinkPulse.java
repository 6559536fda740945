package dev.oriel.route;

import java.time.Duration;

/**
 * Notices that the peer of a link has fallen silent. Waits are silent by nature, and a connection may be dead for a quarter of an hour
 * before the system says so; hence a ping when nothing has been heard for a while, and an end to the link when it is not answered. For
 * one thread, but for {@link #heardAt}; times are nanoseconds of {@link System#nanoTime}.
 */
final class LinkPulse {

    /** How long nothing need be heard before the peer is asked for a sign of life. */
    static final Duration QUIET = Duration.ofSeconds(1);

    /** How long the peer may take to give it: a pause of the collector is over by then. */
    static final Duration DEAD = Duration.ofSeconds(3);

    private volatile long heardAt;
    private long askedAt;
    private boolean asked;

    /** Of a link that has just been opened. */
    LinkPulse(long now) {
        heardAt = now;
    }

    /** When something has come last. Any thread may ask. */
    long heardAt() {
        return heardAt;
    }

    /** Something has come. */
    void heard(long now) {
        heardAt = now;
        asked = false;
    }

    /** Whether the peer is to be asked for a sign of life, which from here on it has been. */
    boolean ask(long now) {
        boolean ask = !asked && now - heardAt >= QUIET.toNanos();
        if (ask) {
            asked = true;
            askedAt = now;
        }
        return ask;
    }

    /** Whether the peer was asked and has not been heard of in time. */
    boolean isDead(long now) {
        return asked && now - askedAt >= DEAD.toNanos();
    }
}
