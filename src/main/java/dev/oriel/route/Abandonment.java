package dev.oriel.route;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Lets others end one call of {@link PeerClient}, now or as soon as it has begun. */
public final class Abandonment {

    private final AtomicReference<Optional<String>> reason = new AtomicReference<>(Optional.empty());
    private volatile Optional<Runnable> end = Optional.empty();

    /** The call has begun, and is ended by this; at once if it was abandoned before. */
    void concerns(Runnable endOfCall) {
        end = Optional.of(endOfCall);
        if (reason.get().isPresent()) {
            endOfCall.run();
        }
    }

    /**
     * Ends the call, also one that has not begun. Any thread may do so, more than once; the first reason counts.
     *
     * @param why in words, as of the peer
     */
    public void abandon(String why) {
        reason.updateAndGet(known -> known.isPresent() ? known : Optional.of(why));
        end.ifPresent(Runnable::run);
    }

    /** Why the call was ended, if it was. */
    Optional<String> reason() {
        return reason.get();
    }
}
