package dev.oriel.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.wait.Shelf.Seen;
import java.time.Duration;
import java.util.List;

/** A view's waits over a {@link Shelf}, with a clock and workers that do what the test says. */
final class WaitRig {

    static final String VIEW = "orders";
    static final Duration WAIT = Duration.ofSeconds(10);

    final ManualTimer timer = new ManualTimer();
    final QueuedWorkers workers = new QueuedWorkers();
    final Shelf shelf = new Shelf();
    final WaitRegistry<Seen> registry = new WaitRegistry<>(List.of(VIEW), new WaitLimits(100, 100), workers, timer);
    final ViewWaits<Seen> waits = registry.of(VIEW);

    Parked park(Reader reader) {
        return park(reader, WAIT);
    }

    Parked park(Reader reader, Duration time) {
        return waits.park(
                reader.key().getBytes(UTF_8), shelf.look(reader.key()), reader.after(), time.toNanos(), reader);
    }

    /** Writes a key, and lets the workers do what follows. */
    void write(String key, long offset) {
        shelf.write(waits, key, offset);
        workers.runAll();
    }

    /** Lets time pass, and the workers do what follows. */
    void pass(Duration time) {
        timer.advance(time);
        workers.runAll();
    }

    /** Nothing is left of any wait: no registration, no deadline, nothing to do. */
    void assertEmpty() {
        assertThat(waits.parked()).isZero();
        assertThat(waits.isEmpty()).isTrue();
        assertThat(timer.pending()).isZero();
        assertThat(workers.queued()).isZero();
    }
}
