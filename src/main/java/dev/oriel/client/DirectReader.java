package dev.oriel.client;

import dev.oriel.api.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads that have nothing to do with one another.
 *
 * @param transport sends them
 */
record DirectReader(Transport transport) implements Reader {

    @Override
    public CompletableFuture<Reply> send(ViewQuery query) {
        if (query.maxWait().isPresent() && !query.hasCondition()) {
            throw new IllegalStateException(
                    "waitUpTo needs something to wait for: after, or of one key atLeast or changedSince");
        }
        return transport.call(query.request());
    }

    @Override
    public void saw(List<Position> positions) {
        // Each read stands alone.
    }
}
