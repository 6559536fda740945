package dev.oriel.config;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/** Collects the problems of one file, so that a user sees all of them at once. Not for use by several threads. */
final class Problems {

    private final String file;
    private final SequencedSet<ConfigProblem> problems = new LinkedHashSet<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Position at, String path, String found, String expected) {
        add(at, path, found, expected, Optional.empty());
    }

    void add(Position at, String path, String found, String expected, Optional<String> suggestion) {
        problems.add(new ConfigProblem(file, at.line(), at.column(), path, found, expected, suggestion));
    }

    void throwIfAny() throws ConfigException {
        if (!problems.isEmpty()) {
            throw toException();
        }
    }

    /** What has been collected, in the order of the file. */
    ConfigException toException() {
        return new ConfigException(
                problems.stream().sorted(ConfigProblem.IN_FILE_ORDER).toList());
    }
}
