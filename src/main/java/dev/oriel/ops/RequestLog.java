package dev.oriel.ops;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log of requests, by the name {@value #NAME}: those that took long at the level info, the others at debug. Each has its parts as
 * key-value pairs too. Safe for all threads.
 */
public final class RequestLog {

    /** The logger's name. */
    public static final String NAME = "oriel.requests";

    private static final double NANOS_A_MILLI = 1e6;

    private final Logger log = LoggerFactory.getLogger(NAME);
    private final long slowNanos;

    /**
     * What is logged of a request.
     *
     * @param client where it came from
     * @param method its method
     * @param target its path and query
     * @param timing where its time went
     * @param trace the id of its trace; empty if it has none
     */
    public record Request(String client, String method, String target, String timing, String trace) {}

    /**
     * A log.
     *
     * @param slowAfter the time after which a request has taken long, what it waited for its condition left out; zero if none has
     */
    public RequestLog(Duration slowAfter) {
        this.slowNanos = slowAfter.isZero() ? Long.MAX_VALUE : slowAfter.toNanos();
    }

    /** Whether a request that took so long is logged. */
    boolean wants(long nanos) {
        return nanos >= slowNanos ? log.isInfoEnabled() : log.isDebugEnabled();
    }

    /**
     * Logs a request.
     *
     * @param nanos how long it took, what it waited for its condition left out
     */
    void write(Request request, Answer answer, long nanos) {
        LoggingEventBuilder event = nanos >= slowNanos ? log.atInfo() : log.atDebug();
        event = event.addKeyValue("client", request.client())
                .addKeyValue("method", request.method())
                .addKeyValue("target", request.target())
                .addKeyValue("status", answer.status())
                .addKeyValue("view", answer.view())
                .addKeyValue("role", answer.role())
                .addKeyValue("hops", answer.hops())
                .addKeyValue("millis", nanos / NANOS_A_MILLI)
                .addKeyValue("timing", request.timing());
        if (!request.trace().isEmpty()) {
            event = event.addKeyValue("trace", request.trace());
        }
        event.log(
                "{} {} {} from {}: {}, role {}, {} hops",
                answer.status(),
                request.method(),
                request.target(),
                request.client(),
                request.timing(),
                answer.role(),
                answer.hops());
    }
}
