package dev.oriel.config;

import java.util.Comparator;
import java.util.Optional;

/**
 * One mistake in a configuration file.
 *
 * @param file the file as the user named it
 * @param line the line, from 1; 0 if the problem is the file's as a whole
 * @param column the column in characters, from 1; 0 if the problem is the file's as a whole
 * @param path the setting, as {@code views.orders.key}; empty at the top of the file
 * @param found what stands there
 * @param expected what could stand there
 * @param suggestion what was probably meant
 */
public record ConfigProblem(
        String file, int line, int column, String path, String found, String expected, Optional<String> suggestion) {

    static final Comparator<ConfigProblem> IN_FILE_ORDER =
            Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column);

    /**
     * The problem on one line, in the form editors and compilers share: {@code oriel.yaml:12:5: views.orders: found
     * 'keey', expected one of key, value; did you mean 'key'?}
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        text.append(": ");
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        text.append("found ").append(found).append(", expected ").append(expected);
        suggestion.ifPresent(
                meant -> text.append("; did you mean '").append(meant).append("'?"));
        return text.toString().replace("\n", "\\n").replace("\r", "\\r");
    }
}
