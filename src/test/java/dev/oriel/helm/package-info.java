/** What the Helm chart makes of its values, as Helm renders it: no cluster is asked. */
@NullMarked
package dev.oriel.helm;

import org.jspecify.annotations.NullMarked;
