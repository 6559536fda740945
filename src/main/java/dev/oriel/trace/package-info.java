/** What becomes of a request as OpenTelemetry tells it: spans here and at the other instances, under the trace its client began. */
@NullMarked
package dev.oriel.trace;

import org.jspecify.annotations.NullMarked;
