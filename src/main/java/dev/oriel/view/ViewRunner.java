package dev.oriel.view;

import dev.oriel.config.HostPort;
import dev.oriel.config.OrielConfig;
import dev.oriel.store.ReplicaListener;
import dev.oriel.store.RocksMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one view going: waits for its source, runs its application, and begins again when the source is gone, was made anew, or
 * the application failed. One virtual thread a view; nothing it does holds up another view.
 */
public final class ViewRunner {

    private static final Logger log = LoggerFactory.getLogger(ViewRunner.class);

    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(15);
    private static final int TICKS_PER_LOOK_AT_END = 2;
    private static final int TICKS_PER_SAMPLE = 5;

    private final View view;
    private final RunFactory runs;
    private final StreamsSettings settings;
    private final Path stateDirectory;
    private final Runnable onAssignment;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable ViewApplication application;

    /**
     * Prepares a runner; {@link #start} sets it going.
     *
     * @param view what it publishes to
     * @param config the whole configuration
     * @param advertised where other instances reach this one
     * @param memory shared by all stores of the process
     * @param onAssignment called, by any thread, when the assignment of partitions may have changed
     * @param listener is told of all that the view's replicas apply
     * @param observer is shown each run of the application
     */
    public ViewRunner(
            View view,
            OrielConfig config,
            HostPort advertised,
            RocksMemory memory,
            Runnable onAssignment,
            ReplicaListener listener,
            RunObserver observer) {
        this.view = view;
        this.settings = new StreamsSettings(config, view.config());
        this.stateDirectory = config.stateDir();
        this.runs = new RunFactory(view, settings, advertised, memory, this::assigned, listener, observer);
        this.onAssignment = onAssignment;
        this.thread = Thread.ofVirtual().name("view-" + view.name()).unstarted(this::run);
    }

    /** Starts; returns at once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopped()) {
                runOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() throws InterruptedException {
        try (SourceLog sourceLog =
                new SourceLog(Admin.create(new HashMap<>(settings.client())), settings.isolation())) {
            Optional<SourceTopic> source = sourceLog.describe(view.config().topic());
            if (source.isEmpty()) {
                await("topic " + view.config().topic() + " does not exist");
                return;
            }
            long asked = System.nanoTime();
            SourceEnds ends = sourceLog.ends(source.get());
            EarlierLives.delete(stateDirectory, settings.applicationPrefix(), source.get());
            Optional<String> failure = run(source.get(), ends, asked, sourceLog);
            if (failure.isPresent() && !stopped() && !isAnother(source.get(), sourceLog)) {
                report(new ViewState.Failed(failure.get()));
                pause(AFTER_FAILURE);
            }
        } catch (SourceUnavailableException e) {
            await(settings.withBroker(String.valueOf(e.getMessage())));
        } catch (KafkaException e) {
            await(settings.withBroker(ThreadFailures.reason(e)));
        } catch (RuntimeException e) {
            log.error("view {}: failed", view.name(), e);
            report(new ViewState.Failed(ThreadFailures.reason(e)));
            pause(AFTER_FAILURE);
        }
    }

    private void await(String what) throws InterruptedException {
        if (!stopped()) {
            report(new ViewState.Waiting(what));
            pause(RETRY);
        }
    }

    /** Runs the application until it fails, which it returns, or until the view is stopped or its source is another. */
    private Optional<String> run(SourceTopic source, SourceEnds ends, long asked, SourceLog sourceLog)
            throws InterruptedException {
        try (RunFactory.Run run = runs.open(source, ends)) {
            view.publish(ends, asked);
            application = run.application();
            run.application().start();
            return watch(run.application(), source, sourceLog);
        } finally {
            application = null;
            view.publish(List.of());
        }
    }

    private Optional<String> watch(ViewApplication running, SourceTopic source, SourceLog sourceLog)
            throws InterruptedException {
        for (int tick = 1; !stopped(); tick++) {
            Optional<String> failure = running.failure();
            if (failure.isPresent()) {
                return failure;
            }
            report(running.state());
            if (tick % TICKS_PER_LOOK_AT_END == 0) {
                lookAtEnd(source, sourceLog);
            }
            if (tick % TICKS_PER_SAMPLE == 0) {
                if (isAnother(source, sourceLog)) {
                    return Optional.empty();
                }
                sample(running, source, sourceLog);
            }
            pause(TICK);
        }
        return Optional.empty();
    }

    private void lookAtEnd(SourceTopic source, SourceLog sourceLog) throws InterruptedException {
        long asked = System.nanoTime();
        try {
            view.publish(sourceLog.ends(source), asked);
        } catch (SourceUnavailableException e) {
            log.debug("view {}: {}", view.name(), e.getMessage());
        }
    }

    private void sample(ViewApplication running, SourceTopic source, SourceLog sourceLog) throws InterruptedException {
        try {
            if (!(view.state() instanceof ViewState.Running) || running.isUnsettled()) {
                sourceLog.committed(settings.applicationId(source), source).forEach(running::committed);
            }
            assigned();
        } catch (SourceUnavailableException e) {
            log.debug("view {}: {}", view.name(), e.getMessage());
        }
    }

    private boolean isAnother(SourceTopic source, SourceLog sourceLog) throws InterruptedException {
        try {
            Optional<SourceTopic> now = sourceLog.describe(source.name());
            if (now.filter(source::equals).isPresent()) {
                return false;
            }
            log.warn(
                    "view {}: topic {} {}; starting again",
                    view.name(),
                    source.name(),
                    now.isPresent() ? "was changed or made anew" : "was deleted");
            return true;
        } catch (SourceUnavailableException e) {
            return false;
        }
    }

    private void assigned() {
        ViewApplication running = application;
        if (running != null) {
            view.publish(running.assignment());
        }
        onAssignment.run();
    }

    private void report(ViewState state) {
        ViewState before = view.state();
        view.become(state);
        if (isNews(before, state)) {
            String detail = state.detail().isEmpty() ? "" : ": " + state.detail();
            log.info("view {}: {}{}", view.name(), state.wireName(), detail);
        }
    }

    /** Progress changes its words all the time; what a view waits for or failed of is worth a line each time it is another. */
    private static boolean isNews(ViewState before, ViewState now) {
        boolean progress = now instanceof ViewState.Restoring || now instanceof ViewState.CatchingUp;
        return progress ? before.getClass() != now.getClass() : !now.equals(before);
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private void pause(Duration time) throws InterruptedException {
        boolean unused = stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Stops the view in order and waits for it.
     *
     * @param atMost how long to wait
     * @return whether it has stopped
     */
    public boolean stop(Duration atMost) throws InterruptedException {
        view.become(new ViewState.Stopping());
        stop.countDown();
        return thread.join(atMost);
    }
}
