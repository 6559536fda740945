package dev.oriel.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a text as YAML 1.2 (core schema), keeping the place of everything in it. */
final class YamlDocument {

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .setUseMarks(true)
            .build();

    private YamlDocument() {}

    /** The document's mapping; empty, and reported, if the text is not YAML or something else than a mapping. */
    static Optional<YamlMapping> parse(String text, Problems problems, Environment environment) {
        YamlSource source = new YamlSource(List.of(LINE_END.split(text, -1)), problems, environment);
        try {
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            if (root.isEmpty()) {
                problems.add(Position.START, "", "an empty file", "kafka and views");
            }
            return root.flatMap(node -> mapping(node, source));
        } catch (MarkedYamlEngineException e) {
            reportSyntax(e, source);
        } catch (ReaderException e) {
            problems.add(
                    positionOf(e.getPosition(), text),
                    "",
                    "the character U+%04X".formatted(e.getCodePoint()),
                    "only characters that YAML allows");
        } catch (YamlEngineException e) {
            problems.add(Position.START, "", "what cannot be read (" + e.getMessage() + ")", "YAML 1.2");
        }
        return Optional.empty();
    }

    private static Optional<YamlMapping> mapping(Node root, YamlSource source) {
        YamlNode node = YamlNode.of(root, "", source);
        if (node instanceof YamlMapping mapping) {
            return Optional.of(mapping);
        }
        node.refuse("a mapping with kafka and views");
        return Optional.empty();
    }

    private static void reportSyntax(MarkedYamlEngineException e, YamlSource source) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        Position at = mark.map(Position::of).orElse(Position.START);
        if (opensReference(at, source)) {
            source.problems().add(at, "", "'${' within { } or [ ]", "quotes around it, as \"${NAME}\"");
            return;
        }
        source.problems().add(at, "", "what cannot be read (" + e.getProblem() + ")", "YAML 1.2");
    }

    /** Whether the parser stopped at the brace of a reference, which YAML takes for its own inside a flow collection. */
    private static boolean opensReference(Position at, YamlSource source) {
        String line = at.line() <= source.lines().size() ? source.lines().get(at.line() - 1) : "";
        return at.column() > 1 && line.startsWith("${", at.column() - 2);
    }

    private static Position positionOf(int codePoints, String text) {
        String before = text.substring(0, text.offsetByCodePoints(0, codePoints));
        String[] lines = LINE_END.split(before, -1);
        return new Position(lines.length, lines[lines.length - 1].length() + 1);
    }
}
