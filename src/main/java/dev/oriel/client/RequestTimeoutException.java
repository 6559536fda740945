package dev.oriel.client;

/** No server answered in time. */
public final class RequestTimeoutException extends OrielException {
    RequestTimeoutException(String message) {
        super(message);
    }
}
