package dev.oriel.config;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What one kind of setting may hold.
 *
 * @param expected what it is, for the user who wrote something else
 * @param forms which YAML scalars may be it; text from the environment may be any
 * @param parser reads it, or not
 * @param suggest what was probably meant by a text that cannot be read
 */
record ScalarType<T>(
        String expected,
        Set<YamlScalar.Form> forms,
        Function<String, Optional<T>> parser,
        Function<String, Optional<String>> suggest) {

    static final Set<YamlScalar.Form> TEXT = Set.of(YamlScalar.Form.TEXT);
    static final Set<YamlScalar.Form> INTEGER = Set.of(YamlScalar.Form.INTEGER);
    static final Set<YamlScalar.Form> NUMBER = Set.of(YamlScalar.Form.INTEGER, YamlScalar.Form.DECIMAL);
    static final Set<YamlScalar.Form> TEXT_OR_INTEGER = Set.of(YamlScalar.Form.TEXT, YamlScalar.Form.INTEGER);

    private static final int LONGEST_INTEGER = 9;
    private static final Pattern FRACTION = Pattern.compile("0(?:\\.\\d{1,9})?|1(?:\\.0{1,9})?");

    /** Text of a given form. */
    static ScalarType<String> text(String expected, Pattern pattern) {
        return text(expected, text -> pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty());
    }

    /** Text with a reading of its own. */
    static <T> ScalarType<T> text(String expected, Function<String, Optional<T>> parser) {
        return new ScalarType<>(expected, TEXT, parser, text -> Optional.empty());
    }

    /** A decimal integer between two bounds, both included. */
    static ScalarType<Integer> integer(String expected, int least, int most) {
        return new ScalarType<>(
                expected,
                INTEGER,
                text -> integer(text).filter(number -> number >= least && number <= most),
                text -> Optional.empty());
    }

    /** A part of a whole, from 0 to 1. */
    static ScalarType<Double> fraction() {
        return new ScalarType<>(
                "a number from 0 to 1, as 0.05",
                NUMBER,
                text -> FRACTION.matcher(text).matches() ? Optional.of(Double.valueOf(text)) : Optional.empty(),
                text -> Optional.empty());
    }

    /** One of an enum's words. */
    static <E extends Enum<E>> ScalarType<E> choice(Class<E> type, Function<E, String> word) {
        E[] constants = type.getEnumConstants();
        return new ScalarType<>(
                "one of " + Arrays.stream(constants).map(word).collect(joining(", ")),
                TEXT,
                text -> Arrays.stream(constants)
                        .filter(constant -> word.apply(constant).equals(text))
                        .findFirst(),
                text -> Suggestions.closest(
                        text, Arrays.stream(constants).map(word).toList()));
    }

    /** The same with one more spelling that is taken for a known one. */
    ScalarType<T> withAlias(String alias, String word) {
        return new ScalarType<>(expected, forms, text -> parser.apply(text.equals(alias) ? word : text), suggest);
    }

    private static Optional<Integer> integer(String text) {
        return text.matches("\\d{1," + LONGEST_INTEGER + "}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
