/**
 * Reads of more than one key: many at once, and ranges in order. Each instance that owns some of the partitions is asked for its slice of
 * the answer, this one too, and the slices are merged into one order. Nothing is held between two slices but the last key, so a
 * partition may move at any time, and a cursor is that key.
 *
 * <p>It decides who is asked for what, as {@code read} does for one key, and knows nothing of HTTP.
 */
@NullMarked
package dev.oriel.scan;

import org.jspecify.annotations.NullMarked;
