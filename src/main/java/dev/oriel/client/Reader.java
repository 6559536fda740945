package dev.oriel.client;

import dev.oriel.api.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How reads are made: each by itself, or as part of a session. Implementations are safe for all threads. */
interface Reader {

    /**
     * Sends a read. Does not block.
     *
     * @throws IllegalStateException if the client is closed, or the read waits for nothing
     */
    CompletableFuture<Reply> send(ViewQuery query);

    /** Takes note of what the caller is about to see. */
    void saw(List<Position> positions);
}
