package dev.oriel.store;

/** How far a reader may go for an entry. */
public enum Access {
    /** To what is in memory; it never waits. */
    MEMORY,
    /** To wherever it is, also when a disk has to be waited for. */
    DISK
}
