package dev.oriel.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.config.HostPort;
import dev.oriel.store.ReplicaSet;
import dev.oriel.view.HostReplicas;
import dev.oriel.view.View;
import dev.oriel.view.ViewConfigs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RoutingTablesTest {

    private static final HostPort SELF = new HostPort("a", 1);
    private static final HostPort OTHER = new HostPort("b", 1);
    /** So many that building the table takes long enough for another refresh to come between. */
    private static final int MANY_PARTITIONS = 500;

    private static final long LONG = TimeUnit.SECONDS.toNanos(30);

    private final View view = new View(ViewConfigs.table());
    private final RoutingTables tables = new RoutingTables(SELF, List.of(view));

    @Test
    void before_the_first_assignment_nothing_is_known() {
        assertThat(tables.table(view)).isEqualTo(PartitionTable.EMPTY);
        assertThat(tables.others()).isEmpty();
    }

    @Test
    void a_refresh_takes_over_what_the_view_has_heard() {
        publish(OTHER);
        assertThat(tables.table(view)).isEqualTo(PartitionTable.EMPTY);

        tables.refresh();

        assertThat(tables.table(view).owner(0)).contains(OTHER);
        assertThat(tables.others()).containsExactly(OTHER);
        assertThat(tables.self()).isEqualTo(SELF);
    }

    @Test
    void a_global_view_is_owned_by_whoever_is_asked() {
        View global = new View(ViewConfigs.global());
        RoutingTables ofGlobal = new RoutingTables(SELF, List.of(global));
        ViewConfigs.publish(global, new ReplicaSet(3));

        ofGlobal.refresh();

        assertThat(ofGlobal.table(global).rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.owner()).contains(SELF));
        assertThat(ofGlobal.others()).isEmpty();
    }

    @Test
    void who_has_seen_an_older_epoch_does_not_wait() throws InterruptedException {
        long seen = tables.epoch();
        tables.refresh();

        long start = System.nanoTime();
        tables.awaitAfter(seen, LONG);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_wait_ends_with_its_time() throws InterruptedException {
        long start = System.nanoTime();

        tables.awaitAfter(tables.epoch(), TimeUnit.MILLISECONDS.toNanos(30));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }

    @Test
    void an_interrupt_ends_a_wait() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                tables.awaitAfter(tables.epoch(), LONG);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });

        waiter.interrupt();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void no_wake_up_is_lost_however_close_the_refresh_comes() throws InterruptedException {
        AtomicLong rounds = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiters.add(Thread.ofVirtual().start(() -> {
                try {
                    while (!stop.get()) {
                        tables.awaitAfter(tables.epoch(), LONG);
                        rounds.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (int i = 0; i < 2_000; i++) {
            long before = rounds.get();
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofNanos(1000))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> {
                        tables.refresh();
                        return rounds.get() > before;
                    });
        }
        stop.set(true);
        for (Thread waiter : waiters) {
            while (!waiter.join(Duration.ofMillis(1))) {
                tables.refresh();
            }
        }
    }

    @RepeatedTest(300)
    void of_two_refreshes_at_once_the_table_shows_what_was_heard_last() throws InterruptedException {
        publish(OTHER, MANY_PARTITIONS);
        CountDownLatch begun = new CountDownLatch(1);
        Thread earlier = Thread.ofPlatform().start(() -> {
            begun.countDown();
            tables.refresh();
        });
        begun.await();
        publish(SELF, MANY_PARTITIONS);
        tables.refresh();
        earlier.join();

        assertThat(tables.table(view).owner(0)).contains(SELF);
    }

    @Test
    void others_word_counts_over_the_assignment_until_they_agree() {
        publish(SELF);
        tables.refresh();

        assertThat(tables.hear(view, Map.of(0, OTHER))).containsEntry(0, OTHER);
        assertThat(tables.table(view).owner(0)).contains(OTHER);
        assertThat(tables.hasHeard(view)).isTrue();

        publish(OTHER);
        assertThat(tables.hear(view, Map.of(0, OTHER))).isEmpty();
        assertThat(tables.table(view).owner(0)).contains(OTHER);
        assertThat(tables.hasHeard(view)).isFalse();
    }

    @Test
    void others_who_say_nothing_any_more_leave_the_assignment_as_it_is() {
        publish(SELF);
        tables.hear(view, Map.of(0, OTHER));

        tables.hear(view, Map.of());

        assertThat(tables.table(view).owner(0)).contains(SELF);
        assertThat(tables.hasHeard(view)).isFalse();
    }

    @Test
    void who_wants_to_know_is_told_when_the_table_is_another_and_not_at_each_refresh() {
        AtomicLong told = new AtomicLong();
        publish(SELF);
        tables.refresh();
        Registration registration = tables.onChange(view, told::incrementAndGet);
        tables.refresh();
        assertThat(told).hasValue(0);

        publish(OTHER);
        tables.refresh();
        assertThat(told).hasValue(1);

        registration.close();
        publish(SELF);
        tables.refresh();
        assertThat(told).hasValue(1);
    }

    private void publish(HostPort owner) {
        publish(owner, 1);
    }

    private void publish(HostPort owner, int partitions) {
        ViewConfigs.publish(view, new ReplicaSet(partitions));
        ViewConfigs.publish(view, List.of(new HostReplicas(owner, Set.of(0), Set.of())));
    }
}
