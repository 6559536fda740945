package dev.oriel.wait;

/**
 * How many reads may wait at once.
 *
 * @param instance on the whole instance
 * @param view on one view
 */
public record WaitLimits(int instance, int view) {}
