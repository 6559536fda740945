package dev.oriel.http;

import dev.oriel.trace.Trace;
import java.util.Locale;

/**
 * Where the time of an exchange went, beside reading the request and writing the answer. Used by one thread at a time, as its exchange.
 */
final class Timing {

    private static final double NANOS_A_MILLI = 1e6;

    private final Trace trace;
    private long store;
    private long peer;
    private long pending;
    private boolean waited;

    /** The timing of an exchange whose parts belong to {@code trace}. */
    Timing(Trace trace) {
        this.trace = trace;
    }

    /** So many nanoseconds were spent on finding out what this instance can tell. */
    void store(long nanos) {
        store += nanos;
        trace.part(Trace.Part.STORE, nanos);
    }

    /** So many on asking the owner over the link to it. */
    void peer(long nanos) {
        peer += nanos;
    }

    /**
     * So many until the read could be answered.
     *
     * @param forCondition whether it waited for a condition, and not for a replica alone
     */
    void pending(long nanos, boolean forCondition) {
        pending += nanos;
        trace.part(forCondition ? Trace.Part.WAIT : Trace.Part.ROUTE, nanos);
        waited |= forCondition;
    }

    /** How many nanoseconds it waited because its client asked for that. */
    long waited() {
        return waited ? pending : 0;
    }

    /**
     * All of it in milliseconds, as the header {@code Server-Timing} has it (W3C, Server Timing).
     *
     * @param total nanoseconds since the request arrived
     */
    String text(long total) {
        StringBuilder text = new StringBuilder(96);
        append(text, "store", store);
        append(text, "peer", peer);
        append(text, waited ? "wait" : "route", pending);
        append(text, "total", total);
        return text.toString();
    }

    private static void append(StringBuilder text, String name, long nanos) {
        if (nanos > 0) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(name)
                    .append(String.format(Locale.ROOT, ";dur=%.3f", nanos / NANOS_A_MILLI));
        }
    }
}
