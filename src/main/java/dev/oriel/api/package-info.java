/**
 * The wire's own words, shared by the server and its clients: roles, positions, problem types, header names.
 *
 * <p>Stands at the far end of the flow: it depends on the JDK alone, and every other package may use it.
 */
@NullMarked
package dev.oriel.api;

import org.jspecify.annotations.NullMarked;
