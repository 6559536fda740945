package dev.oriel.http;

import dev.oriel.api.EntityTags;
import dev.oriel.read.CatalogReader;
import dev.oriel.read.Partitions;
import dev.oriel.read.PartitionsReader;
import dev.oriel.view.View;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;

/** The catalog and the routing tables. */
final class ViewResource implements Resource {

    private final Map<String, View> views = new TreeMap<>();
    private final CatalogReader catalog;
    private final PartitionsReader partitions;

    ViewResource(Collection<View> views, CatalogReader catalog, PartitionsReader partitions) {
        views.forEach(view -> this.views.put(view.name(), view));
        this.catalog = catalog;
        this.partitions = partitions;
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

    private void partitions(Context context) throws IOException, InterruptedException {
        Optional<View> view = find(context);
        if (view.isEmpty()) {
            return;
        }
        try {
            Optional<EntityTags> ifNoneMatch = ConditionRequests.tags(
                    Collections.list(context.req().getHeaders("If-None-Match")), HttpHeader.IF_NONE_MATCH);
            Partitions table = partitions.read(view.get());
            context.header("ETag", '"' + table.tag() + '"').header("Cache-Control", "no-cache");
            if (ifNoneMatch.filter(tags -> tags.matches(table.tag())).isPresent()) {
                context.status(304);
            } else {
                Answers.json(context, table);
            }
        } catch (BadParameterException e) {
            Answers.problem(context, e.problem());
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
