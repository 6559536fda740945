package dev.oriel.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client that polls a watch, keeps what it is told, and minds that no key goes back in time. */
final class Follower {

    private final ReplicaWatch watch;
    private final Map<String, String> entries = new TreeMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    Follower(ReplicaWatch watch) {
        this.watch = watch;
    }

    /** Begins with what is present, whatever it may reflect. */
    void begin() {
        entries.clear();
        newest.clear();
        watch.beginWithPresent(Map.of());
    }

    /** Polls once; returns what was told, as {@code a=1}, or {@code a} for what is gone. */
    List<String> poll() {
        return switch (watch.poll()) {
            case Polled.News news -> news.states().stream().map(this::see).toList();
            case Polled.NotYet notYet -> List.of("not yet");
            case Polled.HistoryLost lost -> {
                begin();
                yield List.of("reset");
            }
            case Polled.ReplicaClosed closed -> List.of("closed");
        };
    }

    /** Polls until there is nothing; returns all that was told. */
    List<String> pollAll() {
        List<String> all = new ArrayList<>();
        for (List<String> some = poll(); !some.isEmpty(); some = poll()) {
            all.addAll(some);
        }
        return all;
    }

    private String see(WatchedState told) {
        String key = new String(told.state().key(), UTF_8);
        switch (told.state()) {
            case KeyState.Present present -> {
                assertNewer(key, present.entry().offset());
                entries.put(key, UTF_8.decode(present.entry().value()).toString());
                return key + "=" + entries.get(key);
            }
            case KeyState.Deleted deleted -> {
                assertNewer(key, deleted.version().orElseThrow());
                entries.remove(key);
            }
            case KeyState.Absent absent -> entries.remove(key);
        }
        return key;
    }

    private void assertNewer(String key, long offset) {
        assertThat(newest.getOrDefault(key, -1L))
                .as("offset told before of %s", key)
                .isLessThan(offset);
        newest.put(key, offset);
    }

    /** What there is, as far as it has been told. */
    Map<String, String> entries() {
        return entries;
    }
}
