package dev.oriel.route;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Lets others end one call of {@link PeerClient}, by closing the connection that it is on, now or as soon as there is one. */
public final class Abandonment {

    private final AtomicReference<Optional<String>> reason = new AtomicReference<>(Optional.empty());
    private volatile Optional<PeerConnection> connection = Optional.empty();

    /** The call has taken this connection. */
    void concerns(PeerConnection taken) {
        connection = Optional.of(taken);
        if (reason.get().isPresent()) {
            taken.close();
        }
    }

    /**
     * Ends the call, also one that has not begun. Any thread may do so, more than once; the first reason counts.
     *
     * @param why in words, as of the peer
     */
    public void abandon(String why) {
        reason.updateAndGet(known -> known.isPresent() ? known : Optional.of(why));
        connection.ifPresent(PeerConnection::close);
    }

    /** Why the call was ended, if it was. */
    Optional<String> reason() {
        return reason.get();
    }
}
