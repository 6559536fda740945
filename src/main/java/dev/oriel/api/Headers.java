package dev.oriel.api;

/** The names of Oriel's own HTTP headers. */
public final class Headers {

    /** Response: the entry's version, a decimal integer. */
    public static final String VERSION = "Oriel-Version";

    /** Response: the replica's watermark for the key's partition, a {@link Position}. */
    public static final String POSITION = "Oriel-Position";

    /** Response: the timestamp of the entry's record, ISO 8601 in UTC. */
    public static final String TIMESTAMP = "Oriel-Timestamp";

    /** Response: who answered, a structured field; see {@link ServedBy}. */
    public static final String SERVED_BY = "Oriel-Served-By";

    /** Request: positions that the answer must reflect, joined by commas; see {@link Position#parseList}. */
    public static final String AFTER = "Oriel-After";

    /** Request: {@code direct} asks not to be forwarded; the answer is then 421 from an instance that is not the owner. */
    public static final String ROUTE = "Oriel-Route";

    /** The value of {@link #ROUTE} that asks not to be forwarded. */
    public static final String ROUTE_DIRECT = "direct";

    /** Request: {@code true} asks for where the answer's time went, which {@code Server-Timing} tells then. */
    public static final String EXPLAIN = "Oriel-Explain";

    /** Request: the trace that it is a part of; of W3C's Trace Context. */
    public static final String TRACE_PARENT = "traceparent";

    /** Request: what tracing systems have to say of it beside; of W3C's Trace Context. */
    public static final String TRACE_STATE = "tracestate";

    /** Response: the trace that it is a part of, and its span there; of W3C's Trace Context, level 2. */
    public static final String TRACE_RESPONSE = "traceresponse";

    /** Between instances: milliseconds left until the request's deadline, a decimal integer. */
    public static final String TIME_LEFT = "Oriel-Time-Left";

    /** Between instances: why a partition is unavailable, in one word, so that the asking one knows whether to try again. */
    public static final String UNAVAILABLE = "Oriel-Unavailable";

    /** Between instances: who owns the partition, {@code host:port}, from one that does not. */
    public static final String OWNER = "Oriel-Owner";

    /**
     * Between instances: the owner is passed over, so a standby may answer: one that reflects the positions asked for, or is
     * behind by no more than so many milliseconds, a decimal integer.
     */
    public static final String STANDBY = "Oriel-Standby";

    /** Request, of HTML's server-sent events: the positions after which a watch goes on; see {@link Position#parseList}. */
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    private Headers() {}
}
