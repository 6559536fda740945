package dev.oriel.read;

import dev.oriel.api.KeyPath;
import dev.oriel.trace.Trace;
import dev.oriel.view.View;
import java.util.Optional;

/**
 * A read of one key.
 *
 * @param view the view to read
 * @param key the key's bytes
 * @param text the key's text form
 * @param conditions what must hold
 * @param standbys what a standby may do in the owner's place
 * @param patience until when it may wait for its conditions; empty when it is to be answered as things are
 * @param origin who asks, and so who may be asked on its behalf
 * @param trace the trace of the request that it is for
 * @param deadline when it must be answered, if it does not wait for longer
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record KeyRead(
        View view,
        byte[] key,
        String text,
        Conditions conditions,
        Standbys standbys,
        Optional<Deadline> patience,
        Origin origin,
        Trace trace,
        Deadline deadline) {

    /** Who asks. */
    public enum Origin {
        /** A client, who wants the answer from wherever it is. */
        CLIENT,
        /** A client that placed the key itself, and wants to know if it was wrong. */
        DIRECT_CLIENT,
        /** Another instance; it must not be sent on. */
        PEER
    }

    /** The path to forward it by, encoded and without a query. */
    String path() {
        return KeyPath.of(view.name(), text);
    }

    /** Whether it goes on waiting while its conditions do not hold. */
    boolean waits() {
        return patience.isPresent() && !patience.get().passed();
    }

    /** When the last chance to answer it has passed: it looks for a replica for as long as it may wait, and no shorter than any. */
    Deadline end() {
        return patience.map(deadline::later).orElse(deadline);
    }

    /** How many hops the answer of this instance has made. */
    int hops() {
        return origin == Origin.PEER ? 1 : 0;
    }
}
