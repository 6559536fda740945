package dev.oriel.config;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A value in a YAML document that knows its place and its path. */
sealed interface YamlNode permits YamlScalar, YamlMapping, YamlList {

    Position position();

    /** The setting's path, as {@code views.orders.key}. */
    String path();

    YamlSource source();

    /** What the value is, for one who expected something else. */
    String described();

    /** Reports that something else belongs here. */
    default void refuse(String expected) {
        source().problems().add(position(), path(), described(), expected);
    }

    static YamlNode of(Node node, String path, YamlSource source) {
        return switch (node) {
            case ScalarNode scalar -> new YamlScalar(scalar, path, source);
            case MappingNode mapping -> YamlMapping.of(mapping, path, source);
            default -> new YamlList(node, path, source);
        };
    }
}
