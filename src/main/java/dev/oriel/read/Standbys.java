package dev.oriel.read;

import java.time.Duration;

/**
 * What a read lets a standby do in the owner's place. One that reflects all positions asked for may answer anyway.
 *
 * @param stale how far behind its source a replica may be, to be proved by itself; zero for a standby not to answer, and for an
 *     owner to do so however that is
 * @param ownerPassedOver whether another instance asks, which has passed the owner over
 */
public record Standbys(Duration stale, boolean ownerPassedOver) {

    /** Nothing is said. */
    public static final Standbys UNSAID = new Standbys(Duration.ZERO, false);
}
