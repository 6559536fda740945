package dev.oriel.faults;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one fault came to on one subject.
 *
 * @param figures by name, in the order in which they are written as JSON; times are in milliseconds
 */
record Row(Subject subject, Fault fault, Map<String, Object> figures) {

    /** What a time is that has not passed within the time that was looked on. */
    static final String NOT_WITHIN = "not within";

    Row {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** One that was not measured, and why. */
    static Row notRun(Subject subject, Fault fault, String why) {
        return new Row(subject, fault, Map.of("notRun", why));
    }

    boolean isMeasured() {
        return !figures.containsKey("notRun");
    }

    /** A figure's text; empty if it does not apply. */
    String text(String name) {
        return String.valueOf(figures.getOrDefault(name, ""));
    }

    /** A figure that is a whole number. */
    long number(String name) {
        return figures.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
