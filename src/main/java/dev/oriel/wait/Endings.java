package dev.oriel.wait;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The waits that one look ends: claimed first, one by one, and completed then. For one thread. */
final class Endings<G> {

    private static final Logger log = LoggerFactory.getLogger(Endings.class);

    /** How many waits one worker completes before it leaves the rest to others. */
    static final int COMPLETED_TOGETHER = 64;

    private record Ended<G>(ParkedWait<G> parked, Ending<G> ending) {

        /** One that cannot be told must not keep the others from being told. */
        void complete() {
            try {
                parked.complete(ending);
            } catch (RuntimeException e) {
                log.warn("a read could not be told how its wait ended", e);
            }
        }
    }

    private final List<Ended<G>> ended = new ArrayList<>();

    /** Claims a wait for an ending, unless it has ended; null leaves it waiting. */
    void claim(ParkedWait<G> wait, @Nullable Ending<G> ending) {
        if (ending != null && wait.claim()) {
            ended.add(new Ended<>(wait, ending));
        }
    }

    /** Completes those that were claimed, the first of them on this thread. */
    void complete(Executor workers) {
        for (int from = COMPLETED_TOGETHER; from < ended.size(); from += COMPLETED_TOGETHER) {
            List<Ended<G>> some = ended.subList(from, Math.min(from + COMPLETED_TOGETHER, ended.size()));
            try {
                workers.execute(() -> completeAll(some));
            } catch (RejectedExecutionException e) {
                // The workers have been sent home, since the instance stops; who was claimed must be told all the same.
                completeAll(some);
            }
        }
        completeAll(ended.subList(0, Math.min(COMPLETED_TOGETHER, ended.size())));
    }

    private static <G> void completeAll(List<Ended<G>> some) {
        some.forEach(Ended::complete);
    }
}
