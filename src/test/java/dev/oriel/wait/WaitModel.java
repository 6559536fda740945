package dev.oriel.wait;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.wait.Shelf.Seen;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * One key, one record, and whatever can be done to waits for them, as operations that a model checker puts together to scenarios of
 * several threads. After each it asks whether every wait ended as it should; {@link WaitModelTest} runs it, and runs it with
 * defects put in.
 */
public class WaitModel {

    private static final String KEY = "k";
    private static final long OFFSET = 1;

    private final Workers workers = new Workers();
    private final Timer timer = new Timer();
    private final ViewWaits<Seen> waits = new ViewWaits<>(workers, timer);
    private final Queue<Client> clients = new ConcurrentLinkedQueue<>();
    private volatile long version = -1;
    private volatile boolean here = true;
    private volatile boolean stopped;

    /** How the key is looked at; a defect may look otherwise. */
    Look<Seen> look() {
        return this::see;
    }

    final Optional<Seen> see() {
        return here ? Optional.of(new Seen(version, version)) : Optional.empty();
    }

    /** Whether the workers take a task. */
    boolean takes(int number) {
        return true;
    }

    /** Ends a wait whose client leaves; returns whether it has got away. */
    boolean leave(Client client) {
        return client.parked.cancel();
    }

    /** The record is applied. */
    @Operation(runOnce = true)
    public final void write() {
        version = OFFSET;
        Shelf.tell(waits, KEY, OFFSET);
    }

    /** The partition moves elsewhere. */
    @Operation(runOnce = true)
    public final void move() {
        here = false;
        Shelf.tellOfRole(waits);
    }

    @Operation
    public final void parkForVersion() {
        park(Map.of());
    }

    @Operation
    public final void parkForOffset() {
        park(Map.of(Shelf.PARTITION, OFFSET));
    }

    private void park(Map<Integer, Long> after) {
        Client client = new Client();
        clients.add(client);
        client.parked = waits.park(KEY.getBytes(UTF_8), look(), after, 1, client);
    }

    /** The deadline passes that lies next. */
    @Operation
    public final void expire() {
        timer.fire();
    }

    /** The first of the clients leaves. */
    @Operation(runOnce = true)
    public final void cancel() {
        Client client = clients.peek();
        if (client != null && leave(client)) {
            client.away.incrementAndGet();
        }
    }

    /** The instance stops. */
    @Operation(runOnce = true)
    public final void stop() {
        stopped = true;
        waits.stop();
    }

    /** A worker does what there is to do. */
    @Operation
    public final void work() {
        workers.work();
    }

    /** When the workers rest, each wait has ended once, or goes on and has no reason not to. */
    @Validate
    public final void everyWaitHasEndedOnceOrGoesOnRightly() {
        workers.work();
        boolean over = stopped || !here || version >= OFFSET;
        int goOn = 0;
        for (Client client : clients) {
            int endings = client.endings.get() + client.away.get();
            if (endings > 1 || (over && endings == 0)) {
                throw new IllegalStateException("a wait ended " + endings + " times");
            }
            goOn += 1 - endings;
        }
        if (waits.parked() != goOn || timer.tasks.size() != goOn || waits.isEmpty() != (goOn == 0)) {
            throw new IllegalStateException("something is left of a wait that has ended");
        }
    }

    /** Someone who waits for the record. */
    static final class Client implements Waiter<Seen> {
        private final AtomicInteger endings = new AtomicInteger();
        private final AtomicInteger away = new AtomicInteger();
        private volatile Parked parked = () -> false;

        @Override
        public boolean satisfiedBy(Seen seen) {
            return seen.reached() >= OFFSET;
        }

        @Override
        public void ended(Ending<Seen> ending) {
            endings.incrementAndGet();
        }

        int endings() {
            return endings.get();
        }
    }

    private final class Workers implements Executor {
        private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
        private final AtomicInteger given = new AtomicInteger();

        @Override
        public void execute(Runnable task) {
            if (takes(given.getAndIncrement())) {
                queue.add(task);
            }
        }

        void work() {
            for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
                task.run();
            }
        }
    }

    private static final class Timer implements DeadlineTimer {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

        @Override
        public Task in(long nanos, Runnable task) {
            tasks.add(task);
            return () -> tasks.remove(task);
        }

        void fire() {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        }
    }
}
