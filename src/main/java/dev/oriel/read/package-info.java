/**
 * The one decision for each request: answer here, ask a peer, or refuse. All branching about "who answers" is in this
 * package, and a read's outcome is a sealed type that {@code http} switches over.
 *
 * <p>It stands on {@code store} for what is here, on {@code route} for what is elsewhere, and knows nothing of HTTP.
 */
@NullMarked
package dev.oriel.read;

import org.jspecify.annotations.NullMarked;
