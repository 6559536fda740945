package dev.oriel.http;

/** Stands for the watch of a connection that can't be listened to: its client never counts as gone. */
record Unwatched() implements ClientGone.Registration {
    @Override
    public boolean close() {
        return true;
    }
}
