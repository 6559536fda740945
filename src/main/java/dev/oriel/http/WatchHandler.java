package dev.oriel.http;

import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestObserver;
import dev.oriel.ops.WatchMetrics;
import dev.oriel.read.Watcher;
import dev.oriel.view.View;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Answers watches, on the public listener and on the peer listener alike, each in a {@link WatchStream}. */
final class WatchHandler extends ViewHandler<WatchPath> {

    private final Watcher watcher;
    private final WatchRequests requests;
    private final Refusals refusals;
    private final Map<String, WatchMetrics> told;

    /**
     * A handler for one listener.
     *
     * @param views by name
     * @param watcher makes watches
     * @param requests reads this listener's requests
     * @param refusals answers what is refused
     * @param budget how much the answers under way may come to
     * @param observer takes note of requests
     * @param told counts what watches are told, by view
     */
    WatchHandler(
            Map<String, View> views,
            Watcher watcher,
            WatchRequests requests,
            Refusals refusals,
            ResponseBudget budget,
            RequestObserver observer,
            Map<String, WatchMetrics> told) {
        super(views, budget, observer);
        this.told = Map.copyOf(told);
        this.watcher = watcher;
        this.requests = requests;
        this.refusals = refusals;
    }

    @Override
    Optional<WatchPath> path(String sent) {
        return WatchPath.of(sent);
    }

    @Override
    String viewSegment(WatchPath path) {
        return path.view();
    }

    @Override
    Operation operation(WatchPath path) {
        return Operation.WATCH;
    }

    @Override
    void answer(HttpExchange exchange, WatchPath path, View view) {
        switch (requests.parse(exchange.request(), exchange.trace(), path, view)) {
            case WatchRequests.Parsed.Invalid invalid -> exchange.send(invalid.problem());
            case WatchRequests.Parsed.Valid valid ->
                WatchStream.begin(
                        exchange,
                        valid.read(),
                        watcher,
                        refusals,
                        Objects.requireNonNull(told.get(view.name()), view.name()));
        }
    }
}
