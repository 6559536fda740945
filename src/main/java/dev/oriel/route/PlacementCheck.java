package dev.oriel.route;

import dev.oriel.store.Replica;
import dev.oriel.view.View;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Compares where stored keys are with where the view's partitioner says they should be. Were they elsewhere, lookups would ask
 * the wrong partition, whose owner would truthfully say "not found".
 */
public final class PlacementCheck {

    private static final int KEYS_PER_PARTITION = 200;

    private PlacementCheck() {}

    /** What is wrong with the placement of this instance's keys, and what to do about it; empty when nothing is. */
    public static Optional<String> warning(View view) {
        return view.materialization().flatMap(made -> {
            Partitioner declared = Partitioner.of(view.config().partitioner());
            Sample sample = new Sample(made.replicas().partitions());
            made.replicas().all().stream()
                    .filter(replica -> replica.partitions().count() == 1)
                    .forEach(sample::add);
            return sample.misplaced(declared) == 0 ? Optional.empty() : Optional.of(sample.warning(view, declared));
        });
    }

    private static final class Sample {
        private final int partitions;
        private final Map<Partitioner, Integer> placed = new EnumMap<>(Partitioner.class);
        private int keys;

        Sample(int partitions) {
            this.partitions = partitions;
        }

        void add(Replica replica) {
            int partition = replica.partitions().findFirst().orElseThrow();
            for (byte[] key : replica.someKeys(KEYS_PER_PARTITION)) {
                keys++;
                for (Partitioner partitioner : Partitioner.values()) {
                    if (partitioner.partition(key, partitions) == partition) {
                        placed.merge(partitioner, 1, Integer::sum);
                    }
                }
            }
        }

        int misplaced(Partitioner partitioner) {
            return keys - placed.getOrDefault(partitioner, 0);
        }

        String warning(View view, Partitioner declared) {
            String found = misplaced(declared) + " of " + keys + " sampled keys are not in the partition that "
                    + name(declared) + " gives them, so reading them answers 'not found'; ";
            return Arrays.stream(Partitioner.values())
                    .filter(other -> misplaced(other) == 0)
                    .findFirst()
                    .map(other ->
                            found + "the producers of topic " + view.config().topic() + " place keys by " + name(other)
                                    + ": set views." + view.name() + ".partitioner: " + name(other))
                    .orElse(
                            found + "the producers of topic " + view.config().topic()
                                    + " place keys in another way, or in several, or the topic's partitions were added to later");
        }

        private static String name(Partitioner partitioner) {
            return partitioner.name().toLowerCase(Locale.ROOT);
        }
    }
}
