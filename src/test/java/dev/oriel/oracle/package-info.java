/**
 * The oracle of the waits: writers and readers over three real instances, which are stopped, killed and started again while the
 * broker is restarted, and a judge who knows the log and compares each answer with what may be relied on.
 *
 * <p>A {@link dev.oriel.oracle.FaultPlan} made of a seed says what befalls the {@link dev.oriel.oracle.Fleet}. Meanwhile actors ask
 * through an {@link dev.oriel.oracle.OracleClient}, which judges what can be judged at once, time above all, and records the rest as
 * {@link dev.oriel.oracle.Observation}s; when all is over, the {@link dev.oriel.oracle.Judge} reads the log and judges them.
 */
@NullMarked
package dev.oriel.oracle;

import org.jspecify.annotations.NullMarked;
