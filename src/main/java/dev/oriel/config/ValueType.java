package dev.oriel.config;

/** How the bytes of a record's value are read, and as what they are served. */
public enum ValueType {
    /** A JSON text in UTF-8, served byte for byte as {@code application/json}. */
    JSON("json"),
    /** UTF-8 text, served as {@code text/plain;charset=utf-8}. */
    STRING("string"),
    /** An eight-byte big-endian signed integer, served as a JSON number. */
    LONG("long"),
    /** An eight-byte IEEE 754 double, served as a JSON number. */
    DOUBLE("double"),
    /** Anything, served byte for byte as {@code application/octet-stream}. */
    BYTES("bytes");

    private final String configName;

    ValueType(String configName) {
        this.configName = configName;
    }

    /** The name used in {@code oriel.yaml}. */
    public String configName() {
        return configName;
    }
}
