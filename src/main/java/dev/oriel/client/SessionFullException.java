package dev.oriel.client;

/**
 * A session has seen more partitions than a request may name. To forget one of them would break what the session promises, so it
 * does not: use a session for each user or each task, rather than one for all, or {@link Session#reset()} it.
 */
public final class SessionFullException extends OrielException {
    SessionFullException(int most) {
        super("the session has seen " + most + " partitions already, and a request cannot name more");
    }
}
