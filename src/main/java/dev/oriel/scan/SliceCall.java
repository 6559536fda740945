package dev.oriel.scan;

import dev.oriel.config.HostPort;
import dev.oriel.trace.Trace;
import java.time.Duration;

/**
 * A question to one instance.
 *
 * @param host the instance
 * @param who what it is to the partitions, for messages
 * @param request what it is asked for
 * @param trace the trace of the request that it is for
 * @param atMost how long it may take
 */
record SliceCall(HostPort host, String who, SliceRequest request, Trace trace, Duration atMost) {}
