package dev.oriel.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Settings by name.
 *
 * @param entries in the order of the file
 */
record YamlMapping(Position position, String path, YamlSource source, SequencedMap<String, Entry> entries)
        implements YamlNode {

    /**
     * A name and its value. The value is looked into only when asked for, since aliases may make a document endless.
     *
     * @param position the name's
     * @param path the value's
     */
    record Entry(String name, Position position, String path, Node node, YamlSource source) {

        YamlNode value() {
            return YamlNode.of(node, path, source);
        }
    }

    /** A mapping of a document. A name that stands twice is reported, and counts once. */
    static YamlMapping of(MappingNode node, String path, YamlSource source) {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Position at = YamlSource.positionOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                source.problems().add(at, path, "a collection as a name", "a text");
                continue;
            }
            String name = key.getValue();
            Entry entry = new Entry(name, at, join(path, name), tuple.getValueNode(), source);
            Entry earlier = entries.putIfAbsent(name, entry);
            if (earlier != null) {
                String expected = "one only, and line " + earlier.position().line() + " has it already";
                source.problems().add(at, path, "'" + name + "' again", expected);
            }
        }
        return new YamlMapping(YamlSource.positionOf(node), path, source, entries);
    }

    static YamlMapping empty(Position position, String path, YamlSource source) {
        return new YamlMapping(position, path, source, new LinkedHashMap<>());
    }

    @Override
    public String described() {
        return "a mapping";
    }

    Optional<YamlNode> get(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::value);
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** A setting's value; empty if it is left out, or reported as unreadable. */
    <T> Optional<T> read(String name, ScalarType<T> type) {
        return get(name).flatMap(node -> {
            if (node instanceof YamlScalar scalar) {
                return scalar.read(type);
            }
            node.refuse(type.expected());
            return Optional.empty();
        });
    }

    /** A group of settings, which may be left out or left empty; if it is no group, that is reported and it is empty. */
    YamlMapping section(String name) {
        return sectionIfReadable(name).orElseGet(() -> empty(position, join(path, name), source));
    }

    /** A group of settings, which may be left out or left empty; nothing, and reported, if it is no group. */
    Optional<YamlMapping> sectionIfReadable(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            return Optional.of(empty(position, join(path, name), source));
        }
        YamlNode value = entry.value();
        if (value instanceof YamlMapping mapping) {
            return Optional.of(mapping);
        }
        if (value instanceof YamlScalar scalar && scalar.isNothing()) {
            return Optional.of(empty(entry.position(), entry.path(), source));
        }
        value.refuse("a mapping");
        return Optional.empty();
    }

    /** Reports every name but the known ones. */
    void allowOnly(List<String> known) {
        allowOnly(known, Map.of());
    }

    /**
     * Reports every name but the known ones.
     *
     * @param reasons for names that a user has grounds to expect, why they are not known
     */
    void allowOnly(List<String> known, Map<String, String> reasons) {
        String expected = known.size() == 1 ? known.getFirst() + " only" : "one of " + String.join(", ", known);
        for (Entry entry : entries.values()) {
            String name = entry.name();
            String reason = reasons.get(name);
            if (reason != null) {
                source.problems().add(entry.position(), path, "'" + name + "'", reason);
            } else if (!known.contains(name)) {
                source.problems()
                        .add(entry.position(), path, "'" + name + "'", expected, Suggestions.closest(name, known));
            }
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
