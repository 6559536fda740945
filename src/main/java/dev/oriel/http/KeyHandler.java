package dev.oriel.http;

import dev.oriel.ops.Metrics;
import dev.oriel.read.Here;
import dev.oriel.read.KeyReader;
import dev.oriel.store.Access;
import dev.oriel.view.View;
import java.util.Map;
import java.util.Optional;

/**
 * Answers reads by key, on the public listener and on the peer listener alike. What this instance can tell from memory is answered
 * on the thread that has read the request, which serves all connections; for what is on a disk a thread of the pool waits; and the
 * rest goes on in a {@link PendingExchange}.
 */
final class KeyHandler extends ViewHandler<KeyPath> {

    private final KeyReader reader;
    private final KeyRequests requests;
    private final KeyResponses responses;

    KeyHandler(
            Map<String, View> views,
            KeyReader reader,
            KeyRequests requests,
            KeyResponses responses,
            ResponseBudget budget,
            Metrics metrics) {
        super(views, budget, metrics);
        this.reader = reader;
        this.requests = requests;
        this.responses = responses;
    }

    @Override
    Optional<KeyPath> path(String sent) {
        return KeyPath.of(sent);
    }

    @Override
    String viewSegment(KeyPath path) {
        return path.view();
    }

    @Override
    void answer(Exchange exchange, KeyPath path, View view) {
        switch (requests.parse(exchange.request(), path, view)) {
            case KeyRequests.Parsed.Invalid invalid -> exchange.send(invalid.problem());
            case KeyRequests.Parsed.Valid valid -> read(exchange, valid);
        }
    }

    private void read(Exchange exchange, KeyRequests.Parsed.Valid request) {
        request.patience()
                .ifPresent(wait -> exchange.headers().put("Preference-Applied", ConditionRequests.applied(wait)));
        read(exchange, request, Access.MEMORY);
    }

    private void read(Exchange exchange, KeyRequests.Parsed.Valid request, Access access) {
        switch (reader.here(request.read(), access)) {
            case Here.Told told -> responses.send(exchange, request, told.outcome());
            case Here.Later later -> PendingExchange.begin(exchange, request, reader, responses);
            case Here.OnDisk onDisk -> exchange.onPool(() -> read(exchange, request, Access.DISK));
        }
    }
}
