package dev.oriel.oracle;

import java.util.Map;

/** What a read waits for, beside positions. */
sealed interface Condition {

    /** Nothing: the answer is whatever there is. */
    record Any() implements Condition {}

    /** Another version than this, or none: the next change. */
    record ChangeOf(long version) implements Condition {}

    /** This version or a later one. */
    record AtLeast(long version) implements Condition {}

    /** That there is no entry. */
    record Gone() implements Condition {}

    /** Whether a key with this entry, or with none, is what it asks for. */
    default boolean isMetBy(FactLog.Fact state) {
        return switch (this) {
            case Any any -> true;
            case ChangeOf change -> !state.isPut() || state.offset() != change.version();
            case AtLeast least -> state.isPut() && state.offset() >= least.version();
            case Gone gone -> !state.isPut();
        };
    }

    /** What it adds to the query. */
    default String query() {
        return this instanceof AtLeast least ? "version=" + least.version() : "";
    }

    /** What it adds to the request's head. */
    default Map<String, String> fields() {
        return switch (this) {
            case Any any -> Map.of();
            case ChangeOf change -> Map.of("If-None-Match", "\"" + change.version() + "\"");
            case AtLeast least -> Map.of();
            case Gone gone -> Map.of("If-None-Match", "*");
        };
    }

    /** The status that says, in time, that it does not hold. */
    default int unmetStatus() {
        return switch (this) {
            case ChangeOf change -> 304;
            case Gone gone -> 304;
            case AtLeast least -> 412;
            case Any any -> 412;
        };
    }
}
