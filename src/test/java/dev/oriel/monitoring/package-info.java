/** What operators look at: dashboards, alerts, and the page that explains each metric, held against each other and against promtool. */
@NullMarked
package dev.oriel.monitoring;

import org.jspecify.annotations.NullMarked;
