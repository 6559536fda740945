package dev.oriel.view;

import dev.oriel.store.SourceChangedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * Decides what becomes of a view whose stream thread has died: the thread is replaced, but one that dies again and again,
 * {@value #MOST} times within a minute, ends the run. A missing or changed source topic ends it at once, since another thread would find
 * no more.
 */
final class ThreadFailures {

    private static final int MOST = 5;
    private static final int DEEPEST = 20;
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final Deque<Long> recent = new ArrayDeque<>();

    synchronized StreamThreadExceptionResponse judge(Throwable cause) {
        long now = System.nanoTime();
        recent.addLast(now);
        while (now - recent.getFirst() > WINDOW_NANOS) {
            recent.removeFirst();
        }
        boolean hopeless = cause instanceof MissingSourceTopicException
                || isSourceChange(cause)
                || recent.size() >= MOST
                || Thread.currentThread().getName().contains("GlobalStreamThread");
        return hopeless ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isSourceChange(Throwable failure) {
        return chain(failure).anyMatch(SourceChangedException.class::isInstance);
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST);
    }

    /** The innermost cause that says something. */
    static String reason(Throwable failure) {
        return chain(failure)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .reduce((outer, inner) -> inner)
                .orElse(failure.getClass().getSimpleName());
    }
}
