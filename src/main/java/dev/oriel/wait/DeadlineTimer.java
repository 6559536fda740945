package dev.oriel.wait;

/** Runs something at a later moment, if it is not cancelled first. Safe for several threads at once. */
public interface DeadlineTimer {

    /** Something that will be run. */
    @FunctionalInterface
    interface Task {
        /** It will not be run any more, unless it runs already. Idempotent. */
        void cancel();
    }

    /**
     * Runs {@code task} once, so many nanoseconds from now, on a thread of the timer that it must not hold up.
     *
     * @param nanos from now; at once if it is not positive
     */
    Task in(long nanos, Runnable task);
}
