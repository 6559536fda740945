package dev.oriel.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the oracle's topic, as a client has it.
 *
 * @param text as it was handed out, or written by hand
 */
record Position(int partition, long offset, String text) {

    private static final Pattern FORM = Pattern.compile(FactLog.TOPIC + "/(\\d+)@(-?\\d+)(~[^,]+)?");

    /** Of a producer's acknowledgement. */
    static Position of(int partition, long offset) {
        return new Position(partition, offset, FactLog.TOPIC + "/" + partition + "@" + offset);
    }

    /**
     * Of an answer.
     *
     * @throws IllegalArgumentException if it is not one position in the oracle's topic
     */
    static Position parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no position: '" + text + "'");
        }
        return new Position(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)), text);
    }

    /**
     * Of an answer that names several.
     *
     * @throws IllegalArgumentException if they are not all positions in the oracle's topic
     */
    static List<Position> parseAll(String text) {
        return Arrays.stream(text.split(",", -1)).map(Position::parse).toList();
    }
}
