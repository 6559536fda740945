package dev.oriel.http;

import dev.oriel.api.EntityTags;
import dev.oriel.config.ReadsConfig;
import dev.oriel.read.CatalogReader;
import dev.oriel.read.Deadline;
import dev.oriel.read.Partitions;
import dev.oriel.read.PartitionsReader;
import dev.oriel.view.View;
import dev.oriel.wait.WaitRegistry;
import dev.oriel.wait.WaitRegistry.Permit;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** The catalog and the routing tables. */
final class ViewResource implements Resource {

    private final Map<String, View> views = new TreeMap<>();
    private final CatalogReader catalog;
    private final PartitionsReader partitions;
    private final WaitRegistry<?> waits;
    private final ReadsConfig bounds;

    ViewResource(
            Collection<View> views,
            CatalogReader catalog,
            PartitionsReader partitions,
            WaitRegistry<?> waits,
            ReadsConfig bounds) {
        views.forEach(view -> this.views.put(view.name(), view));
        this.catalog = catalog;
        this.partitions = partitions;
        this.waits = waits;
        this.bounds = bounds;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        Resource.read(routes, "/v1/views", context -> Answers.asking(context, catalog::all));
        Resource.read(routes, "/v1/views/{view}", this::view);
        Resource.read(routes, "/v1/views/{view}/partitions", this::partitions);
    }

    private void view(Context context) {
        Optional<View> view = find(context);
        if (view.isPresent()) {
            Answers.asking(context, () -> catalog.one(view.get()));
        }
    }

    private void partitions(Context context) throws InterruptedException {
        Optional<View> view = find(context);
        if (view.isEmpty()) {
            return;
        }
        try {
            partitions(context, view.get());
        } catch (BadParameterException e) {
            Answers.problem(context, e.problem());
        }
    }

    private void partitions(Context context, View view) throws BadParameterException, InterruptedException {
        Request request = ServletContextRequest.getServletContextRequest(context.req());
        Optional<EntityTags> known = ConditionRequests.tags(request.getHeaders(), HttpHeader.IF_NONE_MATCH);
        Optional<Duration> wait = ConditionRequests.wait(
                ConditionRequests.parameters(request.getHttpURI().getQuery()),
                request.getHeaders(),
                known.isPresent(),
                bounds.maxWait());
        wait.ifPresent(allowed -> context.header("Preference-Applied", ConditionRequests.applied(allowed)));
        Partitions table = partitions.read(view);
        if (wait.isEmpty() || known.isEmpty() || !known.get().matches(table.tag())) {
            answer(context, known, table);
            return;
        }
        Optional<Permit> permit = waits.admit(view.name());
        if (permit.isEmpty()) {
            Answers.problem(context, Problem.overloaded("As many reads wait as may (reads.max-waiters)."));
            return;
        }
        Deadline until = Deadline.in(wait.get());
        context.future(() -> TablePoll.begin(partitions, view, request, known.get(), until, permit.get())
                .thenAccept(found -> answer(context, known, found)));
    }

    private static void answer(Context context, Optional<EntityTags> known, Partitions table) {
        context.header("ETag", '"' + table.tag() + '"').header("Cache-Control", "no-cache");
        if (known.filter(tags -> tags.matches(table.tag())).isPresent()) {
            context.status(304);
        } else {
            Answers.json(context, table);
        }
    }

    private Optional<View> find(Context context) {
        String name = context.pathParam("view");
        View view = views.get(name);
        if (view == null) {
            Answers.problem(context, Problem.viewNotFound(name));
        }
        return Optional.ofNullable(view);
    }
}
