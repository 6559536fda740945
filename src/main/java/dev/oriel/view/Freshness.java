package dev.oriel.view;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How far replicas are behind their source, in time: where the source ended at several moments. A replica that has applied all that
 * was there at one of them is behind by no more than the time since, whatever clocks stamped the records; if it has not come as
 * far as the oldest moment known, nothing can be said.
 *
 * <p>Holds {@value #MOMENTS} moments, with 16 bytes each and partition. One thread adds; whoever asks takes no lock.
 */
final class Freshness {

    /** A quarter of an hour, at the pace at which a view looks. */
    static final int MOMENTS = 2_048;

    private record Moment(long nanos, SourceEnds ends) {
        boolean isReached(int partition, long watermark) {
            OptionalLong left = ends.left(partition, watermark);
            return left.isPresent() && left.getAsLong() == 0;
        }
    }

    private final LongSupplier clock;
    private final Duration rhythm;
    private volatile Moment[] newestFirst = new Moment[0];

    /**
     * Nothing is known yet.
     *
     * @param rhythm how long may lie between two moments while all is well
     * @param clock as {@link System#nanoTime}
     */
    Freshness(Duration rhythm, LongSupplier clock) {
        this.rhythm = rhythm;
        this.clock = clock;
    }

    /**
     * Notes where the source ended. An end before an earlier one proves nothing, and is passed over.
     *
     * @param asked when the question was sent, on the clock; the answer was true then or later
     */
    void saw(SourceEnds ends, long asked) {
        Moment[] before = newestFirst;
        if (before.length > 0 && !ends.goesOnFrom(before[0].ends())) {
            return;
        }
        Moment[] now = new Moment[Math.min(MOMENTS, before.length + 1)];
        now[0] = new Moment(asked, ends);
        System.arraycopy(before, 0, now, 1, now.length - 1);
        newestFirst = now;
    }

    /** Whether the source has been seen, but not for a while. */
    boolean isCutOff() {
        Moment[] moments = newestFirst;
        return moments.length > 0 && clock.getAsLong() - moments[0].nanos() > rhythm.toNanos();
    }

    /** How many offsets of a partition lie between a watermark and the end as it was last seen. */
    OptionalLong left(int partition, long watermark) {
        Moment[] moments = newestFirst;
        return moments.length == 0 ? OptionalLong.empty() : moments[0].ends().left(partition, watermark);
    }

    /** For how many milliseconds at most there may have been something in the source beyond the watermark, if that is known. */
    OptionalLong staleMillis(int partition, long watermark) {
        Moment[] moments = newestFirst;
        int at = newestReached(moments, partition, watermark);
        return at == moments.length
                ? OptionalLong.empty()
                : OptionalLong.of(Duration.ofNanos(clock.getAsLong() - moments[at].nanos())
                                .toMillis()
                        + 1);
    }

    /** Ends grow with time, so what is reached is all older than what is not. */
    private static int newestReached(Moment[] moments, int partition, long watermark) {
        int from = 0;
        int to = moments.length;
        while (from < to) {
            // The newest first: as a rule it is reached.
            int middle = from == 0 && to == moments.length ? 0 : (from + to) >>> 1;
            if (moments[middle].isReached(partition, watermark)) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return to;
    }

    /**
     * The same of a replica that takes every record first: while it had all when the source was last looked at, as it is done all the
     * time, it is not behind.
     */
    OptionalLong staleMillisOfOwner(int partition, long watermark) {
        OptionalLong millis = staleMillis(partition, watermark);
        return millis.isPresent() && millis.getAsLong() <= rhythm.toMillis() ? OptionalLong.of(0) : millis;
    }
}
