package dev.oriel.http;

import dev.oriel.config.HostPort;
import dev.oriel.config.ReadsConfig;
import dev.oriel.ops.Metrics;
import dev.oriel.ops.RequestObserver;
import dev.oriel.read.KeyReader;
import dev.oriel.read.Watcher;
import dev.oriel.route.InstanceReport;
import dev.oriel.route.PeerDirectory;
import dev.oriel.scan.EntriesReader;
import dev.oriel.view.View;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;

/** Makes the handlers of reads and of watches for the two listeners; they differ only in who may ask for what. */
public final class ReadHandlers {

    private final Map<String, View> views = new TreeMap<>();
    private final KeyReader reader;
    private final EntriesReader entries;
    private final Watcher watcher;
    private final PeerDirectory peers;
    private final ReadsConfig bounds;
    private final long maxResponseBytes;
    private final Metrics metrics;

    /**
     * For the views of an instance.
     *
     * @param views all declared views
     * @param reader answers reads of one key
     * @param entries answers reads of more than one
     * @param watcher makes watches
     * @param peers names other instances
     * @param bounds the longest a read may take, and wait
     * @param maxResponseBytes how much the answers under way on each listener may come to
     * @param metrics counts requests
     */
    public ReadHandlers(
            Collection<View> views,
            KeyReader reader,
            EntriesReader entries,
            Watcher watcher,
            PeerDirectory peers,
            ReadsConfig bounds,
            long maxResponseBytes,
            Metrics metrics) {
        views.forEach(view -> this.views.put(view.name(), view));
        this.reader = reader;
        this.entries = entries;
        this.watcher = watcher;
        this.peers = peers;
        this.bounds = bounds;
        this.maxResponseBytes = maxResponseBytes;
        this.metrics = metrics;
    }

    Handler.Wrapper forClients() {
        return handler(false);
    }

    Handler.Wrapper forPeers() {
        return handler(true);
    }

    private Handler.Wrapper handler(boolean fromPeers) {
        Refusals refusals = new Refusals(fromPeers, this::describe);
        String listener = fromPeers ? "peer" : "public";
        ResponseBudget budget = new ResponseBudget(maxResponseBytes);
        metrics.responses(listener, budget::limit, budget::underWay, budget::refused);
        RequestObserver requests = metrics.requests(listener);
        Handler.Wrapper watches = new WatchHandler(
                views,
                watcher,
                new WatchRequests(fromPeers),
                refusals,
                budget,
                requests,
                views.keySet().stream()
                        .collect(Collectors.toMap(view -> view, view -> metrics.watchEvents(view, listener))));
        KeyAnswers answers = new KeyAnswers(reader, new KeyRequests(fromPeers, bounds), new KeyResponses(refusals));
        Handler.Wrapper keys = new KeyHandler(views, answers, budget, requests);
        Handler.Wrapper many = fromPeers
                ? new SliceHandler(views, entries, budget, requests)
                : new EntriesHandler(views, entries, new EntriesRequests(bounds), refusals, budget, requests);
        watches.setHandler(keys);
        keys.setHandler(many);
        if (fromPeers) {
            many.setHandler(new LinkHandler(views, answers, budget, requests));
        }
        watches.getTail().setHandler(new PooledHandler());
        return watches;
    }

    private Map<String, Object> describe(HostPort host) {
        Optional<InstanceReport> report = peers.remembered(host);
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("instance", report.map(InstanceReport::name).orElse(host.toString()));
        report.ifPresent(known -> owner.put("url", known.url()));
        return owner;
    }
}
