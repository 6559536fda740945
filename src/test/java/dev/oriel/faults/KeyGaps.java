package dev.oriel.faults;

import java.time.Duration;
import java.util.Arrays;

/**
 * The longest time between two answers to each of some keys that are asked all the time, so it is at least the pace at which they are
 * asked. Safe for all threads.
 */
final class KeyGaps {

    private final long[] lastAnswer;
    private final long[] longest;
    private boolean begun;
    private long most;
    private long mostEndedAt;

    KeyGaps(int keys) {
        lastAnswer = new long[keys];
        longest = new long[keys];
    }

    /** From now on it counts. */
    synchronized void begin() {
        Arrays.fill(lastAnswer, System.nanoTime());
        begun = true;
    }

    /** A key has just been answered. */
    synchronized void answered(int key) {
        if (begun) {
            long now = System.nanoTime();
            longest[key] = Math.max(longest[key], now - lastAnswer[key]);
            if (longest[key] > most) {
                most = longest[key];
                mostEndedAt = now;
            }
            lastAnswer[key] = now;
        }
    }

    /** From now on it does not count. A key that has not been answered for a while has a gap until now. */
    synchronized void end() {
        for (int key = 0; key < lastAnswer.length; key++) {
            answered(key);
        }
        begun = false;
    }

    /** The longest over all keys. */
    synchronized Duration longest() {
        return Duration.ofNanos(most);
    }

    /** When that was over, in nanoseconds of {@link System#nanoTime}. */
    synchronized long longestEndedAt() {
        return mostEndedAt;
    }

    /** How many keys went without an answer for longer than a time. */
    synchronized int keysBeyond(Duration time) {
        int keys = 0;
        for (long each : longest) {
            keys += each > time.toNanos() ? 1 : 0;
        }
        return keys;
    }
}
