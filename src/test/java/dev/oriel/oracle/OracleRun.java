package dev.oriel.oracle;

import dev.oriel.oracle.FactLog.Fact;
import dev.oriel.process.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One run of the oracle: starts all, lets the actors act while the plan's faults happen, and has the answers judged. */
final class OracleRun {

    private static final int WRITERS = 4;
    private static final int SESSION_READERS = 3;
    private static final int FOLLOWERS = 16;
    private static final Duration FINAL_WAIT = Duration.ofSeconds(30);

    /** The longest an actor may go on after the end: a wait, its margin, and a write that is not acknowledged. */
    private static final Duration LAST_ACT = Duration.ofSeconds(90);

    /**
     * What a run is like.
     *
     * @param faults whether anything happens to the processes
     * @param folder for all that they keep
     * @param distribution the one to start the instances of
     */
    record Settings(long seed, Duration duration, boolean faults, Path folder, Path distribution) {}

    private final Settings settings;
    private final Findings findings = new Findings();
    private final Disturbances disturbances = new Disturbances();
    private final FactLog log = new FactLog();
    private final Random seeds;

    private OracleRun(Settings settings) {
        this.settings = settings;
        this.seeds = new Random(settings.seed());
    }

    static OracleReport of(Settings settings) throws InterruptedException {
        return new OracleRun(settings).run();
    }

    private OracleReport run() throws InterruptedException {
        try (Fleet fleet = new Fleet(settings.folder(), settings.distribution());
                KafkaProducer<byte[], byte[]> producer = producer(fleet.bootstrapServers())) {
            FaultPlan plan = new FaultPlan(seeds.nextLong(), Fleet.SIZE);
            OddRecords odd = new OddRecords(producer, log, seeds.nextLong());
            Crowd crowd = new Crowd(fleet);
            List<Thread> threads = actors(fleet, producer).stream()
                    .map(actor -> Thread.ofPlatform()
                            .name(actor.getClass().getSimpleName())
                            .start(actor))
                    .toList();
            try {
                letHappen(plan, fleet, odd, crowd);
            } finally {
                findings.end();
                join(threads);
            }
            log.read(fleet.bootstrapServers());
            compareAll(fleet);
        }
        return OracleReport.of(settings.seed(), findings, new Judge(log, disturbances));
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> producing = Map.of(
                "bootstrap.servers", bootstrapServers,
                "linger.ms", 0,
                "request.timeout.ms", 5_000,
                "delivery.timeout.ms", 60_000);
        return new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private List<Actor> actors(Fleet fleet, KafkaProducer<byte[], byte[]> producer) {
        List<Actor> actors = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            actors.add(new Writer("writer-" + i, seeds.nextLong(), fleet, findings, producer, log));
        }
        for (int i = 0; i < SESSION_READERS; i++) {
            actors.add(new SessionReader(seeds.nextLong(), fleet, findings));
        }
        for (int i = 0; i < FOLLOWERS; i++) {
            actors.add(new Follower(seeds.nextLong(), fleet, findings));
        }
        return actors;
    }

    private void letHappen(FaultPlan plan, Fleet fleet, OddRecords odd, Crowd crowd) throws InterruptedException {
        long end = System.nanoTime() + settings.duration().toNanos();
        while (settings.faults() && (plan.hasFirst() || end - System.nanoTime() > 0)) {
            FaultPlan.Fault fault = plan.next();
            findings.pause(fault.calm());
            happen(fault, fleet, odd, crowd);
        }
        findings.pause(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    private void happen(FaultPlan.Fault fault, Fleet fleet, OddRecords odd, Crowd crowd) throws InterruptedException {
        disturbances.begin();
        findings.count(OracleReport.FAULT + fault.kind());
        int other = (fault.instance() + 1) % Fleet.SIZE;
        switch (fault.kind()) {
            case STOP -> fleet.stop(fault.instance());
            case KILL -> fleet.kill(fault.instance());
            case KILL_TWO -> {
                fleet.kill(fault.instance());
                fleet.kill(other);
            }
            case RESTART_BROKER -> fleet.stopBroker();
            case PAUSE -> fleet.pause(fault.instance());
            case CUT_FROM_BROKER -> fleet.cut(Fleet.linksToBroker(fault.instance()), fault.silent());
            case CUT_FROM_PEER -> fleet.cut(Network.Link.between(fault.instance(), other), fault.silent());
            case POISON -> odd.poison();
            case FUTURE -> odd.future();
            case SCALE -> fleet.grow();
            case OVERLOAD -> crowd.come();
        }
        findings.pause(fault.away());
        switch (fault.kind()) {
            case STOP, KILL, KILL_TWO -> fleet.startMissing();
            case RESTART_BROKER -> fleet.startBroker();
            case PAUSE -> fleet.goOn(fault.instance());
            case CUT_FROM_BROKER, CUT_FROM_PEER -> fleet.mend();
            case POISON, FUTURE -> {}
            case SCALE -> fleet.shrink();
            case OVERLOAD -> crowd.go();
        }
        fleet.awaitReady();
        disturbances.end();
    }

    private void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            if (!thread.join(LAST_ACT)) {
                findings.violation(thread.getName() + " does not end");
            }
        }
    }

    /** In the end every instance has to say of every key what the log says. */
    private void compareAll(Fleet fleet) throws InterruptedException {
        try (OracleClient client = new OracleClient(fleet, seeds, findings)) {
            for (int instance = 0; instance < Fleet.SIZE; instance++) {
                for (String view : Fleet.VIEW_NAMES) {
                    for (String key : log.keys()) {
                        compare(client, instance, view, key);
                    }
                }
            }
        }
    }

    private void compare(OracleClient client, int instance, String view, String key) {
        Fact last = log.of(key).lastEntry().getValue();
        Position end = Position.of((int) log.partition(key).orElseThrow(), last.offset());
        Asked asked = new Asked("final reads", view, key, List.of(end), new Condition.Any(), FINAL_WAIT);
        Optional<Answer> answer = client.askOnce(instance, asked);
        boolean right = answer.isPresent()
                && (last.isPut()
                        ? answer.get().status() == 200 && answer.get().version().orElse(-1) == last.offset()
                        : answer.get().status() == 404);
        if (!right) {
            findings.violation("in the end oriel-%d says %s to %s, and the log %s"
                    .formatted(instance, answer.map(Answer::toString).orElse("nothing"), asked, last));
        }
    }
}
