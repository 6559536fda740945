package dev.oriel.config;

import java.time.Duration;

/**
 * Bounds on reads.
 *
 * @param timeout the longest a read without a wait may take, hop and retries included ({@code reads.timeout})
 * @param maxForwards how many reads may be under way to other instances at once; more are refused as overloaded
 *     ({@code reads.max-forwards})
 */
public record ReadsConfig(Duration timeout, int maxForwards) {}
