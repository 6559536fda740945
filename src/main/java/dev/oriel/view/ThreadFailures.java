package dev.oriel.view;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * Decides what becomes of a view whose stream thread has died: the thread is replaced, but one that dies again and again,
 * {@value #MOST} times within a minute, ends the run. A missing source topic ends it at once, since another thread would find
 * no more.
 */
final class ThreadFailures {

    private static final int MOST = 5;
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final Deque<Long> recent = new ArrayDeque<>();

    synchronized StreamThreadExceptionResponse judge(Throwable cause) {
        long now = System.nanoTime();
        recent.addLast(now);
        while (now - recent.getFirst() > WINDOW_NANOS) {
            recent.removeFirst();
        }
        boolean hopeless = cause instanceof MissingSourceTopicException
                || recent.size() >= MOST
                || Thread.currentThread().getName().contains("GlobalStreamThread");
        return hopeless ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** The innermost cause that says something. */
    static String reason(Throwable failure) {
        String reason = failure.getClass().getSimpleName();
        int depth = 0;
        for (Throwable at = failure; at != null && depth < 20; at = at.getCause(), depth++) {
            if (at.getMessage() != null) {
                reason = at.getMessage();
            }
        }
        return reason;
    }
}
