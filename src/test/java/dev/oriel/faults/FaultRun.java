package dev.oriel.faults;

import static org.awaitility.Awaitility.await;

import dev.oriel.faults.Tally.Kind;
import dev.oriel.faults.Tally.Phase;
import dev.oriel.process.BenchReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** One fault on one cluster. */
final class FaultRun {

    /** Load that does not count yet: Java gets up to speed. */
    static final Duration WARM_UP = Duration.ofSeconds(12);

    /** After the load has been changed, until nothing is left of it. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    /** How long all has to be well until it counts as well. */
    private static final Duration WELL = Duration.ofSeconds(5);

    /** How long after its cause is gone a fault is looked upon at most. */
    static final Duration HEAL_AT_MOST = Duration.ofSeconds(60);

    private static final Duration START = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int KEY_STEP = 7;

    /**
     * What a run is like.
     *
     * @param rate requests per second
     * @param time how long a fault lasts that lasts
     * @param folder for all that is kept
     */
    record Settings(long seed, int rate, Duration time, Path folder) {

        /** How long it is calm before the fault, so that it can be compared. */
        Duration calm() {
            return Duration.ofSeconds(Math.max(4, time.toSeconds() / 2));
        }
    }

    private final Subject subject;
    private final Fault fault;
    private final Settings settings;
    private final Ledger ledger = new Ledger();
    private final Tally tally = new Tally();
    private long began;
    private long injected;
    private long gone;
    private long ended;

    FaultRun(Subject subject, Fault fault, Settings settings) {
        this.subject = subject;
        this.fault = fault;
        this.settings = settings;
    }

    /** The first wrong answers. */
    Iterable<String> firstWrong() {
        return tally.firstWrong();
    }

    /** Runs it to its end. */
    Row run() {
        try (Cluster cluster = new Cluster(subject, fault, settings.folder());
                Clients clients = new Clients(cluster.regulars(), tally)) {
            Reads reads = new Reads(subject, clients, ledger, tally);
            try (Writes writes = new Writes(cluster.bootstrapServers(), subject, reads, ledger, tally)) {
                writes.writeAll();
                return onDisk(cluster, clients, reads, writes);
            }
        }
    }

    private Row onDisk(Cluster cluster, Clients clients, Reads reads, Writes writes) {
        if (fault != Fault.DISK) {
            return started(cluster, clients, reads, writes, Optional.empty());
        }
        try (FullDisk disk = FullDisk.mount(cluster.member(FaultScript.VICTIM).stateFolder())) {
            try {
                return started(cluster, clients, reads, writes, Optional.of(disk));
            } finally {
                cluster.member(FaultScript.VICTIM).close();
            }
        }
    }

    private Row started(Cluster cluster, Clients clients, Reads reads, Writes writes, Optional<FullDisk> disk) {
        cluster.start();
        await().atMost(START).until(() -> hasAllKeys(cluster));
        try (WellBeing wellBeing = new WellBeing(cluster)) {
            Optional<Watching> watching =
                    subject == Subject.ORIEL ? Optional.of(new Watching(cluster, ledger, tally)) : Optional.empty();
            try (Load load = new Load(subject, reads, writes, tally, settings.rate(), settings.seed())) {
                load.start();
                FaultScript script = new FaultScript(cluster, clients, load, writes, settings.time());
                FaultScript.pause(WARM_UP);
                CoreSplit cores = CoreSplit.NONE;
                try {
                    if (fault.isOfLatency()) {
                        script.heatUp(WARM_UP.multipliedBy(5));
                        cores = CoreSplit.between(cluster);
                        FaultScript.pause(SETTLED);
                    }
                    go(script, reads, wellBeing, disk);
                } finally {
                    cores.undo();
                }
            }
            Map<String, Object> figures = figures(reads, wellBeing);
            watching.ifPresent(watches -> figures.put("watchesLost", watches.lost()));
            watching.ifPresent(Watching::close);
            figures.put("wrong", tally.wrong());
            figures.put(
                    "wrongAnswers",
                    tally.wrong().values().stream().mapToLong(Long::longValue).sum());
            return new Row(subject, fault, figures);
        }
    }

    private boolean hasAllKeys(Cluster cluster) {
        for (int key = 0; key < Ledger.KEYS; key += KEY_STEP) {
            if (!cluster.member(key % Cluster.SIZE)
                    .get(subject.path(Ledger.name(key)))
                    .startsWith("200 ")) {
                return false;
            }
        }
        return true;
    }

    private void go(FaultScript script, Reads reads, WellBeing wellBeing, Optional<FullDisk> disk) {
        began = System.nanoTime();
        tally.begin();
        reads.gaps(Kind.STALE).begin();
        reads.gaps(Kind.DEFAULT).begin();
        FaultScript.pause(settings.calm());
        tally.phase(Phase.FAULT);
        injected = System.nanoTime();
        disk.ifPresentOrElse(script::fill, () -> script.happen(fault));
        gone = System.nanoTime();
        tally.phase(Phase.AFTERMATH);
        while (!isWell(wellBeing) && System.nanoTime() - gone < HEAL_AT_MOST.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        reads.gaps(Kind.STALE).end();
        reads.gaps(Kind.DEFAULT).end();
        tally.end();
        ended = System.nanoTime();
    }

    private boolean isWell(WellBeing wellBeing) {
        long now = System.nanoTime();
        long since = Math.max(gone, Math.max(wellBeing.since(), tally.lastFailure()));
        return wellBeing.isWhole() && now - since > WELL.toNanos();
    }

    private Map<String, Object> figures(Reads reads, WellBeing wellBeing) {
        boolean oriel = subject == Subject.ORIEL;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        figures.put("commit", BenchReport.commit());
        figures.put("seed", settings.seed());
        figures.put("seconds", Duration.ofNanos(ended - began).toSeconds());
        figures.put("requests", requests());
        figures.put("perSecond", Math.round(requests() * 1e9 / (ended - began)));
        figures.put("leftOut", tally.counted("left out"));
        figures.put("retries", tally.counted("retries"));
        if (oriel) {
            figures.put("failedStale", tally.failed(Kind.STALE));
        }
        figures.put("failedDefault", tally.failed(Kind.DEFAULT));
        if (oriel) {
            figures.put("failedWaits", tally.failed(Kind.WAIT));
        }
        figures.put("failures", tally.failures());
        figures.put("writesFailed", tally.counted("writes failed"));
        if (oriel) {
            figures.put("gapStaleMillis", reads.gaps(Kind.STALE).longest().toMillis());
            figures.put(
                    "gapStaleEndedAtMillis",
                    afterInjection(reads.gaps(Kind.STALE).longestEndedAt()));
            figures.put("keysBeyondStale", reads.gaps(Kind.STALE).keysBeyond(Duration.ofSeconds(1)));
        }
        figures.put("gapDefaultMillis", reads.gaps(Kind.DEFAULT).longest().toMillis());
        figures.put(
                "gapDefaultEndedAtMillis",
                afterInjection(reads.gaps(Kind.DEFAULT).longestEndedAt()));
        figures.put("keysBeyondDefault", reads.gaps(Kind.DEFAULT).keysBeyond(Duration.ofSeconds(1)));
        figures.put("old", tally.counted("old"));
        if (oriel) {
            figures.put("waitsLost", tally.lost());
        }
        figures.put("readsWellAfterMillis", readsWellAfter());
        figures.put(
                "wholeAfterMillis",
                wellBeing.isWhole() ? Math.max(0, wellBeing.since() - gone) / 1_000_000 : Row.NOT_WITHIN);
        figures.put("p99CalmMillis", tenths(tally.latencies(Phase.CALM).quantileMillis(0.99)));
        figures.put("p99FaultMillis", tenths(tally.latencies(Phase.FAULT).quantileMillis(0.99)));
        return figures;
    }

    private long afterInjection(long moment) {
        return (moment - injected) / 1_000_000;
    }

    /** How long after the fault began the last read failed. */
    private Object readsWellAfter() {
        if (tally.lastFailure() - injected < 0) {
            return 0L;
        }
        return ended - tally.lastFailure() < WELL.toNanos()
                ? Row.NOT_WITHIN
                : Long.valueOf((tally.lastFailure() - injected) / 1_000_000);
    }

    private long requests() {
        long sum = 0;
        for (Kind kind : Kind.values()) {
            sum += tally.answered(kind) + tally.failed(kind);
        }
        return sum;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
