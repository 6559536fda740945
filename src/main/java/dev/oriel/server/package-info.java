/**
 * The composition of one instance: it makes the parts of the flow in order, starts them, and stops them in the reverse order.
 *
 * <p>Knows every package of the flow and is known only to the commands and the tests.
 */
@NullMarked
package dev.oriel.server;

import org.jspecify.annotations.NullMarked;
