/**
 * HTTP: paths, parameters, headers, outcome → status; Javalin and Jetty are known here alone.
 *
 * <p>Stands at the near end of the flow: it turns a request into a read, hands it to {@code read}, and turns the
 * outcome that comes back into a response. Whatever waits in between ends when its client goes away.
 */
@NullMarked
package dev.oriel.http;

import org.jspecify.annotations.NullMarked;
