package dev.oriel.http;

/** A parameter, header or key of a request that cannot be read. */
final class BadParameterException extends Exception {

    private final transient Problem problem;

    BadParameterException(String parameter, String expected, String found) {
        super(parameter + ": expected " + expected);
        this.problem = Problem.badRequest(parameter, expected, found);
    }

    /** What the client is told. */
    Problem problem() {
        return problem;
    }
}
