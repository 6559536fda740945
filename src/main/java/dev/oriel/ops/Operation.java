package dev.oriel.ops;

import java.util.Locale;

/** What a request asks for, as the metrics have it. */
public enum Operation {
    /** One key, as it is. */
    GET,
    /** One key, as soon as it is as asked for. */
    WAIT,
    /** The changes of a key or of a view. */
    WATCH,
    /** A range of entries, as a page or as a stream, or those of some keys. */
    ENTRIES,
    /** The entries of many keys, which the body names. */
    LOOKUP,
    /** Entries by a secondary index. */
    INDEX,
    /** How many entries there are. */
    COUNT,
    /** A part of a read of more than one key, for another instance. */
    SLICE,
    /** The catalog, the tables, health, metrics, the API itself. */
    OTHER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As a label has it. */
    String label() {
        return label;
    }
}
