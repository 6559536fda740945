/**
 * Reads that wait: who waits for which key and which position, and how each is woken, exactly once. Stands behind the stores,
 * which wake, and before the reads, which wait; knows of neither more than a key, an offset and a look.
 */
@NullMarked
package dev.oriel.wait;

import org.jspecify.annotations.NullMarked;
