package dev.oriel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ReadGateTest {

    private final ReadGate gate = new ReadGate();

    @Test
    void an_open_gate_lets_many_in_at_once() {
        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void a_shut_gate_refuses() {
        gate.close();

        assertThat(gate.enter()).isFalse();
        assertThat(gate.enter()).isFalse();
    }

    @Test
    void closing_waits_for_those_inside() throws InterruptedException {
        gate.enter();
        gate.enter();
        Thread closer = Thread.ofPlatform().start(gate::close);
        await().until(() -> !gate.enter());

        gate.leave();
        assertThat(closer.join(Duration.ofMillis(50))).isFalse();
        gate.leave();

        assertThat(closer.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void those_who_were_refused_are_not_waited_for() {
        gate.close();
        gate.enter();

        gate.close();
    }

    @RepeatedTest(50)
    void nobody_is_ever_inside_after_it_has_been_closed() throws InterruptedException {
        AtomicBoolean freed = new AtomicBoolean();
        AtomicInteger late = new AtomicInteger();
        AtomicInteger reads = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(4);
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(Thread.ofPlatform().start(() -> {
                started.countDown();
                while (gate.enter()) {
                    if (freed.get()) {
                        late.incrementAndGet();
                    }
                    reads.incrementAndGet();
                    gate.leave();
                }
            }));
        }
        started.await();
        await().pollInterval(Duration.ofMillis(1)).until(() -> reads.get() > 100);

        gate.close();
        freed.set(true);

        for (Thread reader : readers) {
            assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(late).hasValue(0);
    }
}
