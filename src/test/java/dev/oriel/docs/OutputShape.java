package dev.oriel.docs;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What stays the same of a command's output from run to run: numbers, times and ids do not, nor does the order of headers. */
final class OutputShape {

    private static final Pattern TOPIC_ID = Pattern.compile("~[A-Za-z0-9_-]+");
    private static final Pattern ORDER_ID = Pattern.compile("\\bo-[0-9a-z]{6,}\\b");
    private static final Pattern DATE = Pattern.compile("^Date: .*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private OutputShape() {}

    /** The lines that the document shows and the output does not have. */
    static List<String> missing(String shown, String output) {
        Set<String> there = output.lines().map(OutputShape::of).collect(Collectors.toSet());
        return shown.lines().filter(line -> !there.contains(of(line))).toList();
    }

    private static String of(String line) {
        String shape = DATE.matcher(line).replaceAll("Date:");
        shape = TOPIC_ID.matcher(shape).replaceAll("~ID");
        shape = ORDER_ID.matcher(shape).replaceAll("o-ID");
        shape = NUMBER.matcher(shape).replaceAll("#");
        return SPACE.matcher(shape).replaceAll(" ").trim();
    }
}
