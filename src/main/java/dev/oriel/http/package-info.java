/**
 * Paths, parameters, headers, and from a read's outcome to a status: the read protocol on the wire. Reads by key are answered by
 * a Jetty handler in front of Javalin, which has the path undecoded and costs no more than Jetty itself; everything else is
 * Javalin's.
 *
 * <p>Last in the flow: it calls {@code read} and {@code ops}, and nobody but the composition calls it. Javalin and Jetty are
 * known here alone.
 */
@NullMarked
package dev.oriel.http;

import org.jspecify.annotations.NullMarked;
