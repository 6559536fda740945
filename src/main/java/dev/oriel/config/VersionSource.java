package dev.oriel.config;

/** Where an entry's version comes from. */
public sealed interface VersionSource {

    /** The offset of the record that last changed the key: the default. */
    record Offset() implements VersionSource {}

    /**
     * A jq expression over the JSON value, which must give an integer.
     *
     * @param jq the expression's text; it has been compiled once, so it is known to be readable
     */
    record Field(String jq) implements VersionSource {}

    /**
     * A record header that holds a decimal integer as text.
     *
     * @param name the header's name
     */
    record Header(String name) implements VersionSource {}
}
