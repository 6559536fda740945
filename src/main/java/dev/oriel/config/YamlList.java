package dev.oriel.config;

import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A sequence of values. */
record YamlList(Node node, String path, YamlSource source) implements YamlNode {

    @Override
    public Position position() {
        return YamlSource.positionOf(node);
    }

    @Override
    public String described() {
        return "a list";
    }

    List<YamlNode> elements() {
        Stream<Node> elements = node instanceof SequenceNode sequence ? sequence.getValue().stream() : Stream.empty();
        return elements.map(element -> YamlNode.of(element, path, source)).toList();
    }
}
