package dev.oriel.client;

/** The thread was interrupted while it waited for the answer. The request has been given up, and the thread is still interrupted. */
public final class ReadInterruptedException extends OrielException {
    ReadInterruptedException(InterruptedException cause) {
        super("interrupted while waiting for the answer", cause);
    }
}
