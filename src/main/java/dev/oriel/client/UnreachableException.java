package dev.oriel.client;

/** None of the servers could be reached, and retrying did not help. The cause tells how the last attempt failed. */
public final class UnreachableException extends OrielException {
    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
