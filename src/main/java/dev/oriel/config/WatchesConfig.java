package dev.oriel.config;

import java.time.Duration;

/**
 * Bounds on watches.
 *
 * @param max how many may be open at once on this instance; more are refused as overloaded. As many again may be open for other
 *     instances ({@code watches.max})
 * @param heartbeat after how long without an event a watch tells that it is alive ({@code watches.heartbeat})
 * @param history how many bytes of the latest changes are held for each partition, so that a watch can be resumed, and a slow one be
 *     told what it has missed ({@code watches.history})
 */
public record WatchesConfig(int max, Duration heartbeat, long history) {

    /** What holds unless the file says otherwise. */
    public static final WatchesConfig DEFAULT = new WatchesConfig(10_000, Duration.ofSeconds(15), 1L << 20);
}
