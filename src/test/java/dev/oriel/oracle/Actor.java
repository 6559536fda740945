package dev.oriel.oracle;

import java.time.Duration;
import java.util.Random;

/** Someone who does the same thing over and over, differently each time, until the run ends. */
abstract class Actor implements Runnable {

    /**
     * The first change most, so that there is something to wait for; the last so seldom that nothing else wakes who waits there in
     * vain.
     */
    private static final int KEYS = 150;

    final Random random;
    final OracleClient client;
    private final Findings findings;

    Actor(long seed, Fleet fleet, Findings findings) {
        this.random = new Random(seed);
        this.client = new OracleClient(fleet, random, findings);
        this.findings = findings;
    }

    /** Does it once. */
    abstract void act() throws InterruptedException;

    @Override
    public final void run() {
        try (client) {
            while (!findings.isOver()) {
                act();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            findings.violation(Thread.currentThread().getName() + " gave up: " + e);
        }
    }

    final void pause(int fromMillis, int toMillis) throws InterruptedException {
        findings.pause(Duration.ofMillis(fromMillis + random.nextInt(toMillis - fromMillis)));
    }

    final void count(String what) {
        findings.count(what);
    }

    final String someKey() {
        return key(random);
    }

    /** Any key, some rather than others. */
    static String key(Random random) {
        int one = random.nextInt(KEYS);
        int another = random.nextInt(KEYS);
        return "fact-" + Math.min(one, another);
    }

    final String someView() {
        return Fleet.VIEW_NAMES.get(random.nextInt(Fleet.VIEW_NAMES.size()));
    }
}
