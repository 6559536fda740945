package dev.oriel.faults;

import java.util.Locale;

/** What is put to the test. */
enum Subject {
    ORIEL("Oriel", "/v1/views/" + Ledger.TOPIC + "/keys/"),
    PLAIN("plain server", "/keys/");

    private final String title;
    private final String keys;

    Subject(String title, String keys) {
        this.title = title;
        this.keys = keys;
    }

    String title() {
        return title;
    }

    /** The path of a key; names of keys need no encoding. */
    String path(String key) {
        return keys + key;
    }

    /** How it is called in file names. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
