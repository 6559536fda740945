package dev.oriel.config;

/** How the bytes of a record's key are read, and how a key is written in a URL. */
public enum KeyType {
    /** UTF-8 text. */
    STRING("string"),
    /** A four-byte big-endian signed integer, a decimal number in URLs. */
    INT("int"),
    /** An eight-byte big-endian signed integer, a decimal number in URLs. */
    LONG("long"),
    /** The 36 characters of a UUID as UTF-8 text, as Kafka's {@code UUIDSerializer} writes it. */
    UUID("uuid");

    private final String configName;

    KeyType(String configName) {
        this.configName = configName;
    }

    /** The name used in {@code oriel.yaml}. */
    public String configName() {
        return configName;
    }
}
