package dev.oriel.http;

import dev.oriel.api.PathSegment;
import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestObserver;
import dev.oriel.scan.EntriesReader;
import dev.oriel.view.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpMethod;

/** Answers reads of more than one key, each in an {@link EntriesAnswer}. */
final class EntriesHandler extends ViewHandler<EntriesPath> {

    private static final byte[] NOTHING = new byte[0];

    private final EntriesReader reader;
    private final EntriesRequests requests;
    private final Refusals refusals;

    /**
     * A handler for the public listener.
     *
     * @param views by name
     * @param reader answers
     * @param requests reads requests
     * @param refusals answers what is refused
     * @param budget how much the answers under way may come to
     * @param observer takes note of requests
     */
    EntriesHandler(
            Map<String, View> views,
            EntriesReader reader,
            EntriesRequests requests,
            Refusals refusals,
            ResponseBudget budget,
            RequestObserver observer) {
        super(views, budget, observer);
        this.reader = reader;
        this.requests = requests;
        this.refusals = refusals;
    }

    @Override
    Optional<EntriesPath> path(String sent) {
        return EntriesPath.of(sent);
    }

    @Override
    String viewSegment(EntriesPath path) {
        return path.view();
    }

    @Override
    List<HttpMethod> methods(EntriesPath path) {
        return path instanceof EntriesPath.Lookup ? List.of(HttpMethod.POST) : READING;
    }

    @Override
    Operation operation(EntriesPath path) {
        return switch (path) {
            case EntriesPath.Entries entries -> Operation.ENTRIES;
            case EntriesPath.Lookup lookup -> Operation.LOOKUP;
            case EntriesPath.Index index -> Operation.INDEX;
            case EntriesPath.Count count -> Operation.COUNT;
        };
    }

    @Override
    void answer(HttpExchange exchange, EntriesPath path, View view) {
        switch (path) {
            case EntriesPath.Entries entries -> answer(exchange, () -> requests.entries(exchange, view));
            case EntriesPath.Lookup lookup ->
                RequestBody.read(exchange.request(), body -> lookUp(exchange, view, body));
            case EntriesPath.Index index ->
                withIndex(
                        exchange,
                        view,
                        PathSegment.decode(index.index()).orElse(index.index()),
                        name -> answer(exchange, () -> requests.index(exchange, view, name, index.value())));
            case EntriesPath.Count count -> count(exchange, view);
        }
    }

    private void count(HttpExchange exchange, View view) {
        Optional<String> index =
                new QueryParameters(exchange.query()).value("index").filter(name -> !name.isEmpty());
        if (index.isPresent()) {
            withIndex(
                    exchange,
                    view,
                    index.get(),
                    name -> answer(exchange, () -> requests.count(exchange, view, Optional.of(name))));
        } else {
            answer(exchange, () -> requests.count(exchange, view, Optional.empty()));
        }
    }

    private static void withIndex(HttpExchange exchange, View view, String name, Consumer<String> then) {
        if (view.config().indexes().stream().anyMatch(index -> index.name().equals(name))) {
            then.accept(name);
        } else {
            exchange.send(Problem.indexNotFound(view.name(), name));
        }
    }

    private void lookUp(HttpExchange exchange, View view, Optional<byte[]> body) {
        if (body.isEmpty()) {
            exchange.send(RequestBody.unread());
            return;
        }
        answer(exchange, () -> requests.lookup(exchange, view, body.orElse(NOTHING)));
    }

    /** Reads a request, or finds what is wrong with it. */
    @FunctionalInterface
    private interface Parsing {
        EntriesRequests.Asked parse() throws BadParameterException;
    }

    private void answer(HttpExchange exchange, Parsing parsing) {
        EntriesRequests.Asked asked;
        try {
            asked = parsing.parse();
        } catch (BadParameterException e) {
            exchange.send(e.problem());
            return;
        }
        asked.patience()
                .ifPresent(wait -> exchange.headers().put("Preference-Applied", ConditionRequests.applied(wait)));
        Attendance.begin(exchange, "entries", new EntriesAnswer(exchange, asked, reader, refusals));
    }
}
