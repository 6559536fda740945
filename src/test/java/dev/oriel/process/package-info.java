/**
 * Tests of the distribution as a user runs it: the launcher's commands as processes of their own, a broker among them, on
 * loopback and on free ports, each stopped by its own handle.
 */
@NullMarked
package dev.oriel.process;

import org.jspecify.annotations.NullMarked;
