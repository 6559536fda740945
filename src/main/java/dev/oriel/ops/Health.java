package dev.oriel.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oriel.config.ViewConfig;
import dev.oriel.route.RoutingTables;
import dev.oriel.view.View;
import dev.oriel.view.ViewState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Whether this instance lives, has started, and is ready: all three are different questions. Ready means that every view is
 * restored and has caught up with its source's end as seen at the start, and that the owner of each partition is known. Asks no
 * other instance and does not block.
 */
public final class Health {

    /**
     * The answer to a health question.
     *
     * @param status in a word
     * @param views what each view says to it
     */
    public record Report(String status, List<ViewHealth> views) {
        public Report {
            views = List.copyOf(views);
        }
    }

    /**
     * The health of one view.
     *
     * @param view its name
     * @param state what it is doing
     * @param ready whether it is ready
     * @param missing what it still lacks
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ViewHealth(String view, String state, boolean ready, Optional<String> missing) {}

    private final List<View> views;
    private final RoutingTables tables;
    private volatile boolean started;
    private volatile boolean stopping;

    /** Over the views of an instance. */
    public Health(Collection<View> views, RoutingTables tables) {
        this.views = List.copyOf(views);
        this.tables = tables;
    }

    /** The instance is up: its listeners answer and its views are being run. */
    public void started() {
        started = true;
    }

    /** The instance is being stopped: it is not ready from now on. */
    public void stopping() {
        stopping = true;
    }

    /** Whether the instance is up. */
    public boolean isStarted() {
        return started;
    }

    /** Whether all views are ready, and the instance is not being stopped. */
    public boolean isReady() {
        return started && !stopping && views.stream().map(this::health).allMatch(ViewHealth::ready);
    }

    /** Whether the instance has started. */
    public Report startReport() {
        return new Report(started ? "started" : "starting", viewHealth());
    }

    /** Whether the instance is ready, and what is missing. */
    public Report readyReport() {
        return new Report(isReady() ? "ready" : "not-ready", viewHealth());
    }

    private List<ViewHealth> viewHealth() {
        return views.stream().map(this::health).toList();
    }

    private ViewHealth health(View view) {
        ViewState state = view.state();
        Optional<String> missing = missing(view, state);
        return new ViewHealth(view.name(), state.wireName(), missing.isEmpty() && !stopping, missing);
    }

    private Optional<String> missing(View view, ViewState state) {
        if (!(state instanceof ViewState.Running)) {
            return Optional.of(state.detail().isEmpty() ? state.wireName() : state.detail());
        }
        if (view.config().kind() == ViewConfig.Kind.TABLE && !tables.table(view).complete()) {
            return Optional.of("the owner of some partitions is not known");
        }
        return Optional.empty();
    }
}
