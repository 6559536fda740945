package dev.oriel.faults;

import dev.oriel.faults.Clients.Reply;
import dev.oriel.faults.Tally.Kind;
import dev.oriel.process.KeepAliveConnection.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys, and compares each answer with the ledger. Safe for all threads, each of which waits for its answers. */
final class Reads {

    /** How many keys are asked all the time. */
    static final int HOT_KEYS = 120;

    /** What a client lets a lookup take at one instance: a little more than the servers' own five seconds. */
    static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(6);

    /** What a waiting read waits for a record that has just been written. */
    static final Duration WAIT = Duration.ofSeconds(10);

    /** By how much an answer may miss its deadline; one that misses it by more is lost. */
    static final Duration MARGIN = Duration.ofSeconds(5);

    /** What a reader that says so can do with. */
    static final Duration STALE = Duration.ofSeconds(10);

    /** Why a partition is unavailable; of other problems, their type. */
    private static final Pattern STATE = Pattern.compile("\"state\":\"([^\"]*)\"");

    private static final Pattern TYPE = Pattern.compile("\"type\":\"[^\"]*/([^\"/]*)\"");

    private final Subject subject;
    private final Clients clients;
    private final Ledger ledger;
    private final Tally tally;
    private final KeyGaps staleGaps = new KeyGaps(HOT_KEYS);
    private final KeyGaps defaultGaps = new KeyGaps(HOT_KEYS);

    Reads(Subject subject, Clients clients, Ledger ledger, Tally tally) {
        this.subject = subject;
        this.clients = clients;
        this.ledger = ledger;
        this.tally = tally;
    }

    /** The gaps of lookups of a kind. */
    KeyGaps gaps(Kind kind) {
        return kind == Kind.STALE ? staleGaps : defaultGaps;
    }

    /** Asks for a key as it is; the first {@value #HOT_KEYS} keys are the ones asked all the time. */
    void lookUp(Kind kind, int key) {
        String path = subject.path(Ledger.name(key)) + (kind == Kind.STALE ? "?stale=" + STALE.toSeconds() + "s" : "");
        Tally.Phase phase = tally.phase();
        long began = System.nanoTime();
        long tenSecondsOld = ledger.acknowledgedAt(key, began - STALE.toNanos());
        Reply reply = clients.get(path, Map.of(), LOOKUP_PATIENCE);
        long took = System.nanoTime() - began;
        switch (reply) {
            case Reply.Lost lost -> tally.failed(kind, lost.why());
            case Reply.Answered answered -> {
                Response response = answered.response();
                judge(kind, key, response, kind == Kind.STALE ? tenSecondsOld : 1, path);
                if (response.status() == 200) {
                    tally.answered(kind, phase, took);
                    noteAge(kind, key, response, tenSecondsOld);
                    if (key < HOT_KEYS) {
                        gaps(kind).answered(key);
                    }
                }
            }
        }
    }

    /** Waits for a record that has been acknowledged at an offset. */
    void awaitWritten(int key, long number, int partition, long offset) {
        String path = subject.path(Ledger.name(key)) + "?wait=" + WAIT.toSeconds() + "s";
        Map<String, String> after = Map.of("Oriel-After", Ledger.TOPIC + "/" + partition + "@" + offset);
        Tally.Phase phase = tally.phase();
        long began = System.nanoTime();
        Reply reply = clients.get(path, after, WAIT.plus(MARGIN));
        switch (reply) {
            case Reply.Lost lost -> {
                tally.failed(Kind.WAIT, lost.why());
                noteSilence(lost.silent(), path + " " + after);
            }
            case Reply.Answered answered -> {
                noteSilence(answered.silent(), path + " " + after);
                judge(Kind.WAIT, key, answered.response(), number, path + " " + after);
                if (answered.response().status() == 200) {
                    tally.answered(Kind.WAIT, phase, System.nanoTime() - began);
                }
            }
        }
    }

    /** An instance that runs has to end a wait in time, whatever happens to others. */
    private void noteSilence(boolean silent, String asked) {
        if (silent) {
            tally.lost(asked);
        }
    }

    private void judge(Kind kind, int key, Response response, long least, String asked) {
        if (response.status() == 200) {
            OptionalLong number = ledger.number(key, response.latin1());
            if (number.isEmpty()) {
                wrong("never written", asked, response);
            } else if (number.getAsLong() < least) {
                wrong(
                        kind == Kind.STALE ? "staler than asked" : "older than its position",
                        asked + ", number " + least + " at least",
                        response);
            }
        } else {
            tally.failed(
                    kind, response.status() + state(response).map(" "::concat).orElse(""));
            if (response.status() == 404) {
                wrong("404", asked, response);
            }
        }
    }

    private void wrong(String why, String asked, Response response) {
        tally.wrong(why, "GET %s: %s".formatted(asked, response));
    }

    /** What is older than ten seconds though no reader was promised that it would not be. */
    private void noteAge(Kind kind, int key, Response response, long tenSecondsOld) {
        OptionalLong number = ledger.number(key, response.latin1());
        if (kind != Kind.STALE && number.isPresent() && number.getAsLong() < tenSecondsOld) {
            tally.count("old");
        }
    }

    private static Optional<String> state(Response response) {
        for (Pattern pattern : List.of(STATE, TYPE)) {
            Matcher matcher = pattern.matcher(response.latin1());
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }
}
