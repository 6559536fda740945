package dev.oriel.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.wait.Shelf.Seen;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever happens, in whatever order and in the middle of whatever look: each wait ends once at most and rightly, and as soon as the
 * workers have nothing to do, nobody waits for what is there, beyond his time, or at a replica that has left.
 */
class ViewWaitsLawTest {

    private static final List<String> KEYS = List.of("a", "b", "c");
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Something that happens. */
    sealed interface Event {

        /** A read comes for a version of a key, or for an offset, that lies so far ahead. */
        record Park(String key, boolean forOffset, int ahead, int ticks) implements Event {}

        /** The client of a read leaves. */
        record Cancel(int which) implements Event {}

        /** The store writes a key, and tells when it gets to it. */
        record Apply(String key) implements Event {}

        /** The stream thread gets to tell what it has written. */
        record Tell() implements Event {}

        /** A record is applied that changes nothing. */
        record Pass() implements Event {}

        /** A worker does one task. */
        record Work() implements Event {}

        /** All workers do all there is. */
        record Rest() implements Event {}

        /** Time passes. */
        record Tick(int ticks) implements Event {}

        /** The replica leaves. */
        record Leave() implements Event {}

        /** It is back, with so many records fewer. */
        record ComeBack(int behind) implements Event {}

        /** Something happens in the middle of the next look. */
        record During(boolean beforeItSees, Event event) implements Event {}
    }

    @Property(tries = 3_000)
    void each_wait_ends_once_and_none_is_forgotten(@ForAll("histories") List<Event> history) {
        History run = new History();
        history.forEach(run::happen);
        run.happen(new Event.Rest());
        run.end();
    }

    /** The waits under test, and what is known of each. */
    private static final class History {

        private record Wait(Reader reader, Parked parked, long deadline) {}

        private final WaitRig bench = new WaitRig();
        private final List<Wait> waits = new ArrayList<>();
        private final List<Reader> cancelled = new ArrayList<>();
        private final Deque<Runnable> untold = new ArrayDeque<>();
        private int depth;

        void happen(Event event) {
            depth++;
            switch (event) {
                case Event.Park park -> park(park);
                case Event.Cancel cancel -> cancel(cancel.which());
                case Event.Apply apply -> apply(apply.key());
                case Event.Tell tell -> tell();
                case Event.Pass pass -> {
                    tell();
                    bench.shelf.pass(bench.waits, bench.shelf.watermark() + 1);
                }
                case Event.Work work -> bench.workers.runNext();
                case Event.Rest rest -> rest();
                case Event.Tick tick -> bench.timer.advance(TICK.multipliedBy(tick.ticks()));
                case Event.Leave leave -> {
                    tell();
                    bench.shelf.leave(bench.waits);
                }
                case Event.ComeBack back -> {
                    tell();
                    bench.shelf.comeBack(bench.waits, Math.max(-1, bench.shelf.watermark() - back.behind()));
                }
                case Event.During during -> interrupt(during);
            }
            depth--;
        }

        private void park(Event.Park park) {
            long aim = bench.shelf.watermark() + park.ahead();
            Reader reader = park.forOffset() ? Reader.ofOffset(park.key(), aim) : Reader.ofVersion(park.key(), aim);
            Duration time = TICK.multipliedBy(park.ticks());
            long deadline = bench.timer.nanos() + time.toNanos();
            waits.add(new Wait(reader, bench.park(reader, time), deadline));
        }

        private void cancel(int which) {
            if (waits.isEmpty()) {
                return;
            }
            Wait wait = waits.get(which % waits.size());
            boolean waited = wait.reader().isWaiting() && !cancelled.contains(wait.reader());
            if (wait.parked().cancel()) {
                assertThat(waited).isTrue();
                cancelled.add(wait.reader());
            }
        }

        private void apply(String key) {
            long offset = bench.shelf.watermark() + 1;
            bench.shelf.apply(key, offset);
            untold.add(() -> Shelf.tell(bench.waits, key, offset));
        }

        private void tell() {
            while (!untold.isEmpty()) {
                untold.poll().run();
            }
        }

        private void interrupt(Event.During during) {
            Runnable once = () -> {
                bench.shelf.beforeLook(() -> {});
                bench.shelf.afterLook(() -> {});
                happen(during.event());
            };
            if (during.beforeItSees()) {
                bench.shelf.beforeLook(once);
            } else {
                bench.shelf.afterLook(once);
            }
        }

        private void rest() {
            do {
                tell();
                bench.workers.runAll();
            } while (!untold.isEmpty());
            if (depth == 1) {
                waits.forEach(this::assertRightly);
                assertThat(bench.waits.parked())
                        .isEqualTo(bench.timer.pending())
                        .isEqualTo((int) waits.stream().filter(this::goesOn).count());
            }
        }

        private boolean goesOn(Wait wait) {
            return wait.reader().isWaiting() && !cancelled.contains(wait.reader());
        }

        private void assertRightly(Wait wait) {
            Reader reader = wait.reader();
            boolean isPast = wait.deadline() <= bench.timer.nanos();
            if (cancelled.contains(reader)) {
                reader.assertWaiting();
            } else if (reader.isWaiting()) {
                Seen now = new Seen(bench.shelf.version(reader.key()), bench.shelf.watermark());
                assertThat(bench.shelf.isHere())
                        .as("waits where the replica is")
                        .isTrue();
                assertThat(reader.satisfiedBy(now)).as("waits for %s", now).isFalse();
                assertThat(isPast).as("waits beyond its time").isFalse();
            } else {
                assertThat(reader.endings()).hasSize(1);
                assertRight(reader, reader.endings().getFirst(), isPast);
            }
        }

        private static void assertRight(Reader reader, Ending<Seen> ending, boolean isPast) {
            switch (ending) {
                case Ending.Satisfied<Seen> satisfied ->
                    assertThat(reader.satisfiedBy(satisfied.seen())).isTrue();
                case Ending.Expired<Seen> expired -> {
                    assertThat(reader.satisfiedBy(expired.seen())).isFalse();
                    assertThat(isPast).isTrue();
                }
                case Ending.Moved<Seen> moved -> {}
                case Ending.Stopped<Seen> stopped -> {}
                case Ending.Failed<Seen> failed -> throw new AssertionError(failed.cause());
            }
        }

        /** The instance stops. */
        void end() {
            bench.shelf.beforeLook(() -> {});
            bench.shelf.afterLook(() -> {});
            bench.registry.stop();
            bench.workers.runAll();
            assertThat(waits)
                    .allSatisfy(wait ->
                            assertThat(wait.reader().endings()).hasSize(cancelled.contains(wait.reader()) ? 0 : 1));
            bench.assertEmpty();
        }
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        Arbitrary<Event> simple = event();
        Arbitrary<Event> during =
                Combinators.combine(Arbitraries.of(true, false), simple).as(Event.During::new);
        return Arbitraries.frequencyOf(Tuple.of(4, simple), Tuple.of(1, during))
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    private static Arbitrary<Event> event() {
        Arbitrary<String> keys = Arbitraries.of(KEYS);
        Arbitrary<Integer> few = Arbitraries.integers().between(0, 3);
        Arbitrary<Integer> ticks = Arbitraries.integers().between(1, 4);
        Arbitrary<Event> park = Combinators.combine(keys, Arbitraries.of(true, false), few, ticks)
                .as(Event.Park::new);
        return Arbitraries.frequencyOf(
                Tuple.of(6, park),
                Tuple.of(5, keys.map(Event.Apply::new)),
                Tuple.of(4, Arbitraries.just(new Event.Tell())),
                Tuple.of(2, Arbitraries.just(new Event.Pass())),
                Tuple.of(4, Arbitraries.just(new Event.Work())),
                Tuple.of(2, Arbitraries.just(new Event.Rest())),
                Tuple.of(1, few.map(Event.Tick::new)),
                Tuple.of(1, Arbitraries.integers().between(0, 1_000).map(Event.Cancel::new)),
                Tuple.of(1, Arbitraries.just(new Event.Leave())),
                Tuple.of(2, few.map(Event.ComeBack::new)));
    }
}
