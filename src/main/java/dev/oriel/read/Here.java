package dev.oriel.read;

/** What this instance can tell of a read at once. */
public sealed interface Here {

    /** All: the read is over. */
    record Told(Outcome outcome) implements Here {}

    /** Nothing yet: the read goes on for longer, here or elsewhere. */
    record Later() implements Here {
        static final Later LATER = new Later();
    }

    /** Nothing without waiting for a disk, which was not allowed. */
    record OnDisk() implements Here {
        static final OnDisk ON_DISK = new OnDisk();
    }
}
