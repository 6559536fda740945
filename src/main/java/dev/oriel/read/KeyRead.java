package dev.oriel.read;

import dev.oriel.view.View;
import java.util.Map;

/**
 * A read of one key.
 *
 * @param view the view to read
 * @param key the key's bytes
 * @param path the request's path, encoded, to forward it by
 * @param conditions headers that go along when it is forwarded
 * @param origin who asks, and so who may be asked on its behalf
 * @param deadline when it must be answered
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record KeyRead(
        View view, byte[] key, String path, Map<String, String> conditions, Origin origin, Deadline deadline) {

    /** Who asks. */
    public enum Origin {
        /** A client, who wants the answer from wherever it is. */
        CLIENT,
        /** A client that placed the key itself, and wants to know if it was wrong. */
        DIRECT_CLIENT,
        /** Another instance; it must not be sent on. */
        PEER
    }

    public KeyRead {
        conditions = Map.copyOf(conditions);
    }

    /** How many hops the answer of this instance has made. */
    int hops() {
        return origin == Origin.PEER ? 1 : 0;
    }
}
