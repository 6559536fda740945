package dev.oriel.oracle;

import dev.oriel.process.KeepAliveConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A client as it should be: it asks any instance, asks another when the connection is lost, and asks again later when it is told
 * that there is no answer now. It notes every answer, and holds each wait against its deadline. For one thread.
 */
final class OracleClient implements AutoCloseable {

    /** By how much an answer may miss its deadline, whatever happens; one that misses it by more is lost. */
    static final Duration MARGIN = Duration.ofSeconds(5);

    /** What a read may take that does not wait, or for less: {@code reads.timeout}. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    /** In how much time there must have been some answer, whatever happened. */
    private static final Duration OUTAGE = Duration.ofMinutes(2);

    private static final String OWED = "answers that an instance owes which stood still";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration RETRY_ELSEWHERE = Duration.ofMillis(50);

    private final Fleet fleet;
    private final Random random;
    private final Findings findings;
    private final Map<Integer, KeepAliveConnection> connections = new HashMap<>();

    OracleClient(Fleet fleet, Random random, Findings findings) {
        this.fleet = fleet;
        this.random = random;
        this.findings = findings;
    }

    /** Asks until there is an answer of some replica; nothing when the run ends before. */
    Optional<Answer> ask(Asked asked) throws InterruptedException {
        long began = System.nanoTime();
        do {
            Optional<Answer> answer = askOnce(random.nextInt(Fleet.SIZE), asked);
            if (answer.isPresent() && !answer.get().isUnavailable()) {
                return answer;
            }
            findings.pause(answer.isPresent() ? RETRY_AFTER : RETRY_ELSEWHERE);
            if (System.nanoTime() - began > OUTAGE.toNanos()) {
                findings.violation("no answer within " + OUTAGE + ": " + asked);
                return Optional.empty();
            }
        } while (!findings.isOver());
        return Optional.empty();
    }

    /** Asks one instance once; nothing if the connection is lost. */
    Optional<Answer> askOnce(int instance, Asked asked) {
        Duration limit = asked.patience().compareTo(READ_TIMEOUT) > 0 ? asked.patience() : READ_TIMEOUT;
        long began = System.nanoTime();
        try {
            KeepAliveConnection.Response response =
                    connection(instance).get(asked.path(), asked.fields(), limit.plus(MARGIN));
            long ended = System.nanoTime();
            Observation seen = new Observation(
                    asked, instance, Answer.of(response), began, ended, fleet.stoodStillSince(instance, began));
            findings.observed(seen);
            if (!seen.stoodStill()) {
                hold(seen, limit);
            }
            return Optional.of(seen.answer());
        } catch (SocketTimeoutException e) {
            disconnect(instance);
            if (fleet.stoodStillSince(instance, began)) {
                findings.count(OWED);
                return Optional.empty();
            }
            findings.violation("no answer for %d ms: %s from oriel-%d"
                    .formatted(Duration.ofNanos(System.nanoTime() - began).toMillis(), asked, instance));
            return Optional.empty();
        } catch (ConnectException e) {
            findings.count("connections refused");
            return Optional.empty();
        } catch (IOException e) {
            disconnect(instance);
            findings.count("connections lost");
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            disconnect(instance);
            findings.violation("an answer that cannot be read: " + asked + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private void hold(Observation seen, Duration limit) {
        Duration overshoot = seen.took().minus(limit);
        findings.overshot(overshoot, seen);
        if (overshoot.compareTo(MARGIN) > 0) {
            findings.violation("it came %d ms after its deadline: %s".formatted(overshoot.toMillis(), seen));
        }
    }

    private KeepAliveConnection connection(int instance) throws IOException {
        KeepAliveConnection known = connections.get(instance);
        if (known != null) {
            return known;
        }
        KeepAliveConnection made = new KeepAliveConnection(fleet.port(instance));
        connections.put(instance, made);
        return made;
    }

    private void disconnect(int instance) {
        KeepAliveConnection known = connections.remove(instance);
        if (known != null) {
            known.close();
        }
    }

    @Override
    public void close() {
        connections.values().forEach(KeepAliveConnection::close);
    }
}
