package dev.oriel.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A configuration file that cannot be used, with everything that is wrong with it. The message is one line per problem. */
public final class ConfigException extends Exception {

    private final transient List<ConfigProblem> problems;

    ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** One line per problem. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Every problem of the file, in the file's order; at least one. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
