package dev.oriel.route;

import dev.oriel.view.View;
import dev.oriel.view.ViewState;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the {@link PlacementCheck} of each running view now and then, says in the log what it finds and keeps it for the catalog. */
public final class PlacementMonitor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PlacementMonitor.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final List<View> views;
    private final Map<String, String> warnings = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofVirtual().name("placement").unstarted(this::run);

    /** Over the views of an instance. */
    public PlacementMonitor(Collection<View> views) {
        this.views = List.copyOf(views);
    }

    /** Starts checking; returns at once. */
    public void start() {
        thread.start();
    }

    /** What the last check of a view found wrong. */
    public Optional<String> warning(View view) {
        return Optional.ofNullable(warnings.get(view.name()));
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                views.stream()
                        .filter(view -> view.state() instanceof ViewState.Running)
                        .forEach(this::check);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(View view) {
        Optional<String> found = PlacementCheck.warning(view);
        if (found.isEmpty()) {
            warnings.remove(view.name());
        } else if (warnings.put(view.name(), found.get()) == null) {
            log.warn("view {}: {}", view.name(), found.get());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
