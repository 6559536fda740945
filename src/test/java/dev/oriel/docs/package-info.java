/** What the documents say, done as they say it. */
@NullMarked
package dev.oriel.docs;

import org.jspecify.annotations.NullMarked;
