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
     * A request as it was answered.
     *
     * @param client where it came from
     * @param method its method
     * @param target its path and query
     * @param status the status of the answer
     * @param view the view it was for
     * @param role the role of the replica that answered
     * @param hops how many other instances took part
     * @param timing where its time went
     */
    public record Answered(
            String client,
            String method,
            String target,
            int status,
            String view,
            String role,
            int hops,
            String timing) {}

    /**
     * A log.
     *
     * @param slowAfter the time after which a request has taken long, what it waited for its condition left out; zero if none has
     */
    public RequestLog(Duration slowAfter) {
        this.slowNanos = slowAfter.isZero() ? Long.MAX_VALUE : slowAfter.toNanos();
    }

    /** Whether a request that took so long is logged. */
    public boolean wants(long nanos) {
        return nanos >= slowNanos ? log.isInfoEnabled() : log.isDebugEnabled();
    }

    /**
     * Logs a request.
     *
     * @param nanos how long it took, what it waited for its condition left out
     */
    public void write(Answered request, long nanos) {
        LoggingEventBuilder event = nanos >= slowNanos ? log.atInfo() : log.atDebug();
        event.addKeyValue("client", request.client())
                .addKeyValue("method", request.method())
                .addKeyValue("target", request.target())
                .addKeyValue("status", request.status())
                .addKeyValue("view", request.view())
                .addKeyValue("role", request.role())
                .addKeyValue("hops", request.hops())
                .addKeyValue("millis", nanos / NANOS_A_MILLI)
                .addKeyValue("timing", request.timing())
                .log(
                        "{} {} {} from {}: {}, role {}, {} hops",
                        request.status(),
                        request.method(),
                        request.target(),
                        request.client(),
                        request.timing(),
                        request.role(),
                        request.hops());
    }
}
