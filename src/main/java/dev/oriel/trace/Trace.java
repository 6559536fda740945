package dev.oriel.trace;

import java.util.Locale;
import java.util.Map;

/** The trace of one request to this instance. Safe for all threads; nothing of it blocks. */
public sealed interface Trace permits Untraced, SpanTrace {

    /** Of a request that is not traced. It costs nothing. */
    Trace NONE = new Untraced();

    /** What a request's time may go to here. */
    enum Part {
        /** Finding out what this instance can tell. */
        STORE,
        /** Looking for a replica that can answer, and gathering what several have. */
        ROUTE,
        /** Waiting for what the read asks for. */
        WAIT;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The name of its span. */
        String label() {
            return label;
        }
    }

    /**
     * A part of it has just ended.
     *
     * @param nanos how long it took
     */
    void part(Part part, long nanos);

    /**
     * Another instance is about to be asked.
     *
     * @param peer the instance, as {@code host:port}
     */
    Call call(String peer);

    /** The request has been answered, or given up. */
    void end(Ending ending);

    /** The trace's id, 32 hexadecimal digits; empty if the request is not traced. */
    String id();

    /** The request's own place in it, as {@code traceresponse} has it (W3C Trace Context, level 2); empty if it is not traced. */
    String context();

    /** A question to another instance. Ends once; what comes after that is without effect, and of one that is not put nothing is told. */
    interface Call {

        /** Of a request that is not traced. */
        Call NONE = new Untraced.Call();

        /** The headers that make the other's spans part of this trace (W3C Trace Context). */
        Map<String, String> headers();

        /** It has been answered, or is not waited for any more. */
        void end();

        /**
         * There is no answer to be had.
         *
         * @param why as messages have it
         */
        void fail(String why);
    }

    /**
     * How a request ended.
     *
     * @param operation what it asked for
     * @param view the declared view it was for; empty if it was for none
     * @param status the HTTP status
     * @param role the role of the replica that answered
     * @param hops how many other instances took part
     */
    record Ending(String operation, String view, int status, String role, int hops) {}
}
