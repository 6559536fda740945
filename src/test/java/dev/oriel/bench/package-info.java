/** How fast lookups are, beside those of others in the same run. Part of the profile {@code bench}, and of no build. */
@NullMarked
package dev.oriel.bench;

import org.jspecify.annotations.NullMarked;
