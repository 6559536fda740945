package dev.oriel.store;

/**
 * An index of a view's entries.
 *
 * @param name its name
 * @param identity of what it was made: its expression and how terms are written. One found on disk with another identity is dropped
 *     and built anew
 */
public record IndexSpec(String name, String identity) {}
