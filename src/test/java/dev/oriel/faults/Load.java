package dev.oriel.faults;

import dev.oriel.faults.Tally.Kind;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Steady load: requests are begun at a pace that does not depend on answers, each on a virtual thread. At most {@value #AT_ONCE} are
 * under way at once; what would be more is left out and counted.
 */
final class Load implements AutoCloseable {

    static final int AT_ONCE = 4_000;

    private static final long STEP_NANOS = 2_000_000;
    /** How long the load grows until it is as it is to be: at first servers have code to load and to compile. */
    private static final Duration GROWTH = Duration.ofSeconds(8);

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);

    /** Of a hundred requests: lookups of hot keys that may be stale, those that say nothing of it, those of any key, and writes. */
    private static final int STALE = 48;

    private static final int DEFAULT = 28;
    private static final int ANY = 12;
    private static final int WRITES = 12;

    private final Subject subject;
    private final Reads reads;
    private final Writes writes;
    private final Tally tally;
    private final int rate;
    private final SplittableRandom random;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Thread thread = Thread.ofPlatform().name("load").unstarted(this::run);
    private volatile int factor = 1;
    private volatile boolean stopped;
    private int staleTurn;
    private int defaultTurn;

    /**
     * A load.
     *
     * @param rate requests per second
     */
    Load(Subject subject, Reads reads, Writes writes, Tally tally, int rate, long seed) {
        this.subject = subject;
        this.reads = reads;
        this.writes = writes;
        this.tally = tally;
        this.rate = rate;
        this.random = new SplittableRandom(seed);
    }

    void start() {
        thread.start();
    }

    /** How often each hot key is asked in a second by lookups of a kind. */
    static double pace(Subject subject, Kind kind, int rate) {
        int share = subject == Subject.PLAIN ? STALE + DEFAULT : kind == Kind.STALE ? STALE : DEFAULT;
        return rate * share / 100.0 / Reads.HOT_KEYS;
    }

    /** So many times the lookups from now on; writes stay as they are. */
    void factor(int times) {
        factor = times;
    }

    private void run() {
        Beat stale = new Beat();
        Beat plain = new Beat();
        Beat any = new Beat();
        Beat write = new Beat();
        long began = System.nanoTime();
        while (!stopped) {
            LockSupport.parkNanos(STEP_NANOS);
            double percent = rate / 100.0 * Math.min(1, (double) (System.nanoTime() - began) / GROWTH.toNanos());
            double lookups = percent * factor;
            repeat(stale.due(lookups * STALE), this::lookUpStale);
            repeat(plain.due(lookups * DEFAULT), this::lookUpHot);
            repeat(any.due(lookups * ANY), this::lookUpAny);
            repeat(write.due(percent * WRITES), this::write);
        }
    }

    private static void repeat(int times, Runnable what) {
        for (int i = 0; i < times; i++) {
            what.run();
        }
    }

    private void lookUpStale() {
        if (subject == Subject.PLAIN) {
            lookUpHot();
        } else {
            int key = staleTurn++ % Reads.HOT_KEYS;
            begin(() -> reads.lookUp(Kind.STALE, key));
        }
    }

    private void lookUpHot() {
        int key = defaultTurn++ % Reads.HOT_KEYS;
        begin(() -> reads.lookUp(Kind.DEFAULT, key));
    }

    private void lookUpAny() {
        int key = random.nextInt(Ledger.KEYS);
        begin(() -> reads.lookUp(Kind.DEFAULT, key));
    }

    private void write() {
        int key = random.nextInt(random.nextBoolean() ? Reads.HOT_KEYS : Ledger.KEYS);
        begin(() -> writes.write(key));
    }

    private void begin(Runnable request) {
        if (!places.tryAcquire()) {
            tally.count("left out");
            return;
        }
        requests.execute(() -> {
            try {
                request.run();
            } finally {
                places.release();
            }
        });
    }

    /** Begins nothing more, and returns when all answers are there or overdue. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
            requests.shutdown();
            if (!requests.awaitTermination(LAST_ANSWERS.toSeconds(), TimeUnit.SECONDS)) {
                requests.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
