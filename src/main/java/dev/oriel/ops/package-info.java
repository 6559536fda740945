/**
 * What an operator sees: metrics and health.
 *
 * <p>Beside the flow: it looks at {@code view} and {@code route}, and {@code http} shows what it finds. Micrometer is known here
 * alone.
 */
@NullMarked
package dev.oriel.ops;

import org.jspecify.annotations.NullMarked;
