package dev.oriel.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A single value: text, a number, true or false, or nothing. */
record YamlScalar(ScalarNode node, String path, YamlSource source) implements YamlNode {

    /** What YAML's core schema takes a scalar for. */
    enum Form {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NOTHING,
        /** A tag of an application's own. */
        TAGGED
    }

    @Override
    public Position position() {
        return YamlSource.positionOf(node);
    }

    /** The place of a character of the value. */
    Position positionOf(int offset) {
        return source.positionWithin(node, offset);
    }

    /** Whether nothing stands where a value could. */
    boolean isNothing() {
        return form() == Form.NOTHING;
    }

    Form form() {
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR) || tag.equals(Tag.ENV_TAG)) {
            return Form.TEXT;
        }
        if (tag.equals(Tag.INT)) {
            return Form.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Form.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Form.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Form.NOTHING : Form.TAGGED;
    }

    @Override
    public String described() {
        return switch (form()) {
            case TEXT -> "the text '" + node.getValue() + "'";
            case INTEGER, DECIMAL -> "the number " + node.getValue();
            case BOOLEAN -> "the boolean " + node.getValue();
            case NOTHING -> "nothing";
            case TAGGED -> "a value tagged " + node.getTag().getValue();
        };
    }

    /** Whether the value as it stands in the file refers to the environment. */
    boolean mentionsEnvironment() {
        return node.getValue().contains("${");
    }

    /** The value with environment variables filled in; empty, and reported, if one is missing. */
    Optional<String> text() {
        return switch (source.environment().expand(node.getValue())) {
            case Environment.Expansion.Expanded expanded -> Optional.of(expanded.text());
            case Environment.Expansion.Failed failed -> {
                source.problems().add(positionOf(failed.offset()), path, failed.found(), failed.expected());
                yield Optional.empty();
            }
        };
    }

    /** The value read as a type; empty, and reported, if it is none of that type. */
    <T> Optional<T> read(ScalarType<T> type) {
        if (!type.forms().contains(form()) && !mentionsEnvironment()) {
            refuse(type.expected());
            return Optional.empty();
        }
        return text().flatMap(text -> {
            Optional<T> value = type.parser().apply(text);
            if (value.isEmpty()) {
                source.problems()
                        .add(
                                position(),
                                path,
                                found(text),
                                type.expected(),
                                type.suggest().apply(text));
            }
            return value;
        });
    }

    private String found(String text) {
        String shown = form() == Form.TEXT ? "'" + text + "'" : text;
        return mentionsEnvironment() ? shown + " (from '" + node.getValue() + "')" : shown;
    }
}
