package dev.oriel.config;

import java.net.URI;
import java.util.Optional;

/**
 * Whether requests are traced.
 *
 * @param endpoint the base URL of the collector that spans are sent to, over HTTP; without one nothing is traced
 *     ({@code tracing.endpoint})
 * @param sample the part of the requests that come without a trace that is traced, from 0 to 1; the others are as their trace is
 *     ({@code tracing.sample})
 */
public record TracingConfig(Optional<URI> endpoint, double sample) {

    /** Nothing is traced. */
    public static final TracingConfig OFF = new TracingConfig(Optional.empty(), 1);
}
