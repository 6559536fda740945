package dev.oriel.config;

import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What every node of a document shares: the text it came from and where its problems go.
 *
 * @param lines the lines of the file
 * @param problems collects what is wrong
 * @param environment fills in environment variables
 */
record YamlSource(List<String> lines, Problems problems, Environment environment) {

    static Position positionOf(Node node) {
        return node.getStartMark().map(Position::of).orElse(Position.NOWHERE);
    }

    /**
     * The place of a character of a scalar's value. Where the value does not stand in the file as it is — folded,
     * escaped — it is the scalar's own.
     *
     * @param offset in the scalar's value
     */
    Position positionWithin(ScalarNode scalar, int offset) {
        Position start = positionOf(scalar);
        return scalar.getScalarStyle() == ScalarStyle.LITERAL
                ? withinBlock(start, scalar.getValue(), offset)
                : withinLine(start, scalar, offset);
    }

    private Position withinLine(Position start, ScalarNode scalar, int offset) {
        int quote = scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
        String line = line(start.line());
        int from = Math.min(line.length(), line.offsetByCodePoints(0, start.column() - 1) + quote);
        return line.startsWith(scalar.getValue(), from)
                ? new Position(start.line(), line.codePointCount(0, from + offset) + 1)
                : start;
    }

    private Position withinBlock(Position start, String value, int offset) {
        String before = value.substring(0, offset);
        int row = (int) before.chars().filter(c -> c == '\n').count();
        String valueLine = value.lines().skip(row).findFirst().orElse("");
        String line = line(start.line() + 1 + row);
        int indent = line.length() - valueLine.length();
        return line.endsWith(valueLine)
                ? new Position(start.line() + 1 + row, indent + offset - (before.lastIndexOf('\n') + 1) + 1)
                : start;
    }

    private String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }
}
