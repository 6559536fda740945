package dev.oriel.route;

/** A peer could not be reached, or did not answer in time, or not in a way that can be read. */
public final class PeerUnreachableException extends Exception {

    PeerUnreachableException(String message) {
        super(message);
    }

    PeerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
