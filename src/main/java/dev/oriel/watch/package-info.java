/**
 * What has changed lately, and who watches it: a bounded history of each replica's changes, cursors that pull what comes after
 * them, and the waking of those whom a change concerns. Stands beside {@code wait}, behind the stores; knows nothing of HTTP,
 * of other instances or of how keys are written.
 */
@NullMarked
package dev.oriel.watch;

import org.jspecify.annotations.NullMarked;
