package dev.oriel.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows under a heading, in columns as wide as their longest cell; columns of numbers stand on the right. */
final class TextTable {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]*");
    private static final String GAP = "  ";

    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... heading) {
        this.heading = List.of(heading);
    }

    /** @param cells one per column; an empty one is shown as {@code -} */
    void add(String... cells) {
        if (cells.length != heading.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + heading.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    /** Prints the heading and all rows so far. */
    void print(PrintStream out) {
        StringBuilder text = new StringBuilder();
        appendRow(text, heading);
        rows.forEach(row -> appendRow(text, row));
        out.print(text);
        out.flush();
    }

    private void appendRow(StringBuilder text, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column).isEmpty() ? "-" : row.get(column);
            String padding = " ".repeat(width(column) - length(cell));
            line.append(column == 0 ? "" : GAP).append(isNumeric(column) ? padding + cell : cell + padding);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int width(int column) {
        int widest = length(heading.get(column));
        for (List<String> row : rows) {
            widest = Math.max(widest, length(row.get(column)));
        }
        return Math.max(widest, 1);
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
