package dev.oriel.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.read.Deadline;
import dev.oriel.read.Standbys;
import dev.oriel.store.KeyRange;
import dev.oriel.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * However an instance cuts its slices, whatever moves or fails meanwhile, and whether one scan goes on or another begins behind a
 * cursor: what is there throughout is met once, in order.
 */
class ScanLawTest {

    private static final int KEYS = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What each key has had since a scan began, the latest last; nothing for the time in which it was absent. */
    private final Map<String, List<Optional<String>>> seen = new TreeMap<>();

    private record Met(String key, String value) {}

    private static String key(Random random) {
        return String.format(Locale.ROOT, "k%03d", random.nextInt(KEYS));
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void what_is_there_throughout_is_met_once_and_in_order(@ForAll Random random) throws Exception {
        seen.clear();
        int partitions = 1 + random.nextInt(8);
        try (StubInstances instances = new StubInstances(random, 1 + random.nextInt(4), partitions, 12)) {
            for (int i = 0; i < KEYS / 2; i++) {
                write(instances, partitions, random);
            }
            for (int scan = 0; scan < 4; scan++) {
                seen.replaceAll((key, states) -> List.of(states.getLast()));
                List<KeyRange> ranges = ranges(random);
                boolean descending = random.nextBoolean();
                List<Met> met = scan(instances, ranges, descending, random, () -> write(instances, partitions, random));
                assertLawful(met, ranges, descending);
            }
        }
    }

    /** Each key has a partition of its own, as among producers that agree. */
    private static int partition(String key, int partitions) {
        return Math.floorMod(key.hashCode(), partitions);
    }

    private void write(StubInstances instances, int partitions, Random random) {
        String key = key(random);
        Optional<String> value =
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(Integer.toString(random.nextInt(1_000)));
        value.ifPresentOrElse(
                put -> instances.put(partition(key, partitions), key, put),
                () -> instances.delete(partition(key, partitions), key));
        List<Optional<String>> states = new ArrayList<>(seen.getOrDefault(key, List.of(Optional.empty())));
        states.add(value);
        seen.put(key, states);
    }

    /** One or two, in ascending order. */
    private static List<KeyRange> ranges(Random random) {
        List<String> bounds = new ArrayList<>(List.of(key(random), key(random), key(random)));
        bounds.sort(null);
        KeyRange low = range(bounds.get(0), Optional.of(bounds.get(1)));
        KeyRange high = range(bounds.get(2), Optional.empty());
        return switch (random.nextInt(4)) {
            case 0 -> List.of(KeyRange.ALL);
            case 1 -> List.of(low);
            case 2 -> List.of(high);
            default -> List.of(low, high);
        };
    }

    private static KeyRange range(String from, Optional<String> to) {
        return new KeyRange(from.getBytes(UTF_8), to.map(bound -> bound.getBytes(UTF_8)));
    }

    private static List<Met> scan(
            StubInstances instances, List<KeyRange> ranges, boolean descending, Random random, Runnable writes)
            throws InterruptedException {
        Query.Range range = new Query.Range(Optional.empty(), ranges, descending, 1, 1, false);
        Scan scan = new Scan(instances.gatherer(), instances.made(), range);
        List<Met> met = new ArrayList<>();
        Optional<byte[]> next;
        do {
            EntriesRead read = new EntriesRead(
                    instances.view(),
                    List.of(),
                    Standbys.UNSAID,
                    Optional.empty(),
                    false,
                    Trace.NONE,
                    Deadline.in(PATIENCE));
            int atMost = 1 + random.nextInt(40);
            Listing listing = scan.next(read, atMost, 1 + random.nextInt(2_000));
            assertThat(listing).isInstanceOf(Listing.Page.class);
            Listing.Page page = (Listing.Page) listing;
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(atMost);
            assertThat(page.missing()).isEmpty();
            assertThat(page.proof().positions())
                    .hasSize(instances.made().source().partitions());
            page.rows()
                    .forEach(row -> met.add(new Met(
                            new String(row.key(), UTF_8),
                            UTF_8.decode(row.entry().value()).toString())));
            next = page.next();
            if (next.isPresent() && random.nextInt(3) == 0) {
                scan = new Scan(instances.gatherer(), instances.made(), range.behind(next.get()));
            }
            for (int left = random.nextInt(4); left > 0; left--) {
                writes.run();
            }
        } while (next.isPresent());
        return met;
    }

    private void assertLawful(List<Met> met, List<KeyRange> ranges, boolean descending) {
        List<String> keys = met.stream().map(Met::key).toList();
        List<String> inOrder = keys.stream().distinct().sorted().toList();
        assertThat(keys).isEqualTo(descending ? inOrder.reversed() : inOrder);
        Map<String, String> values = new TreeMap<>();
        met.forEach(entry -> values.put(entry.key(), entry.value()));
        seen.forEach((key, states) -> {
            boolean within = ranges.stream().anyMatch(range -> contains(range, key));
            Optional<String> value = Optional.ofNullable(values.remove(key));
            assertThat(within ? states : List.of(Optional.<String>empty()))
                    .as(key)
                    .contains(value);
        });
        assertThat(values).as("keys that were never there").isEmpty();
    }

    private static boolean contains(KeyRange range, String key) {
        String from = new String(range.from(), UTF_8);
        return key.compareTo(from) >= 0
                && range.to()
                        .map(to -> key.compareTo(new String(to, UTF_8)) < 0)
                        .orElse(true);
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void a_key_that_is_in_two_partitions_is_met_once(@ForAll Random random) throws Exception {
        int partitions = 2 + random.nextInt(4);
        try (StubInstances instances = new StubInstances(random, 1 + random.nextInt(3), partitions, 4)) {
            Set<String> keys = new HashSet<>();
            for (int i = 0; i < KEYS; i++) {
                String key = key(random);
                keys.add(key);
                instances.put(random.nextInt(partitions), key, "1");
            }
            boolean descending = random.nextBoolean();
            List<String> sorted = keys.stream().sorted().toList();

            List<Met> met = scan(instances, List.of(KeyRange.ALL), descending, random, () -> {});

            assertThat(met).extracting(Met::key).isEqualTo(descending ? sorted.reversed() : sorted);
        }
    }
}
