/**
 * The fault suite: three real instances and a broker under steady load, while one thing after the other goes wrong, and the same for
 * the server of {@code dev.oriel.plain}. It tells what clients noticed.
 *
 * <p>A {@link dev.oriel.faults.FaultRun} is one {@link dev.oriel.faults.Fault} on one {@link dev.oriel.faults.Cluster}: it starts the
 * cluster, has a {@link dev.oriel.faults.Load} read and write, lets the fault happen, waits until all is well again, and makes a
 * {@link dev.oriel.faults.Row} of what a {@link dev.oriel.faults.Tally} has counted. The {@link dev.oriel.faults.ReliabilityReport}
 * makes tables of the rows.
 */
@NullMarked
package dev.oriel.faults;

import org.jspecify.annotations.NullMarked;
