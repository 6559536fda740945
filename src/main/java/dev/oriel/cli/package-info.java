/**
 * The commands of {@code oriel}, and the composition root of the server they start.
 *
 * <p>Last in the flow: nothing depends on it. The terminal clients ({@code get}, {@code lookup}, {@code scan}, {@code export},
 * {@code views}, {@code cluster}) know a server by its HTTP interface alone and share none of its code.
 */
@NullMarked
package dev.oriel.cli;

import org.jspecify.annotations.NullMarked;
