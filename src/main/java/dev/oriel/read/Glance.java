package dev.oriel.read;

/** What can be seen of a key at this instance. */
sealed interface Glance {

    /** A replica that may answer has it, or knows that it is absent. */
    record Seen(Sighting sighting) implements Glance {}

    /** No replica here may answer. */
    record Nothing() implements Glance {
        static final Nothing NOTHING = new Nothing();
    }

    /** It cannot be told without waiting for a disk, which was not allowed. */
    record OnDisk() implements Glance {
        static final OnDisk ON_DISK = new OnDisk();
    }
}
