package dev.oriel.config;

/**
 * A secondary index of a view.
 *
 * @param name its name, as it stands in URLs; as views are named
 * @param jq the jq expression that makes of a value what it is to be found by
 */
public record IndexConfig(String name, String jq) {}
