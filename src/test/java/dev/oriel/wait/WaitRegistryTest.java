package dev.oriel.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.wait.Shelf.Seen;
import dev.oriel.wait.WaitRegistry.Permit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may wait: places on the instance and of each view, given back once. */
class WaitRegistryTest {

    private final WaitRegistry<Seen> registry =
            new WaitRegistry<>(List.of("orders", "products"), new WaitLimits(5, 3), Runnable::run, new ManualTimer());

    private List<Optional<Permit>> admit(String view, int times) {
        return IntStream.range(0, times).mapToObj(i -> registry.admit(view)).toList();
    }

    private static long admitted(List<Optional<Permit>> permits) {
        return permits.stream().flatMap(Optional::stream).count();
    }

    @Test
    void a_view_takes_no_more_than_its_share() {
        assertThat(admitted(admit("orders", 9))).isEqualTo(3);
        assertThat(registry.ofView("orders").inUse()).isEqualTo(3);
        assertThat(registry.ofView("products").inUse()).isZero();
    }

    @Test
    void all_views_together_take_no_more_than_the_instance_has() {
        assertThat(admitted(admit("orders", 3))).isEqualTo(3);
        assertThat(admitted(admit("products", 3))).isEqualTo(2);
        assertThat(registry.ofView("products").inUse()).isEqualTo(2);
    }

    @Test
    void a_refusal_takes_no_place() {
        List<Optional<Permit>> orders = admit("orders", 100);
        List<Optional<Permit>> products = admit("products", 100);

        orders.forEach(permit -> permit.ifPresent(Permit::close));
        products.forEach(permit -> permit.ifPresent(Permit::close));

        assertThat(registry.ofView("orders").inUse()).isZero();
        assertThat(registry.ofView("products").inUse()).isZero();
        assertThat(admitted(admit("products", 3))).isEqualTo(3);
        assertThat(admitted(admit("orders", 3))).isEqualTo(2);
    }

    @Test
    void a_place_is_given_back_once_however_often_it_is_closed() {
        Permit first = registry.admit("orders").orElseThrow();
        assertThat(admitted(admit("orders", 2))).isEqualTo(2);

        first.close();
        first.close();

        assertThat(registry.ofView("orders").inUse()).isEqualTo(2);
        assertThat(admitted(admit("orders", 2))).isEqualTo(1);
    }

    @Test
    @Timeout(30)
    void threads_that_come_and_go_never_hold_more_places_than_there_are() throws InterruptedException {
        AtomicInteger held = new AtomicInteger();
        List<Integer> tooMany = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    awaitQuietly(begin);
                    for (int turn = 0; turn < 5_000; turn++) {
                        registry.admit(i % 2 == 0 ? "orders" : "products").ifPresent(permit -> {
                            int now = held.incrementAndGet();
                            if (now > 5) {
                                tooMany.add(now);
                            }
                            held.decrementAndGet();
                            permit.close();
                        });
                    }
                }))
                .toList();
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(tooMany).isEmpty();
        assertThat(registry.ofView("orders").inUse()).isZero();
        assertThat(registry.ofView("products").inUse()).isZero();
        assertThat(admitted(admit("orders", 9))).isEqualTo(3);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
