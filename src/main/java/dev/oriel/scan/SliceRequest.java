package dev.oriel.scan;

import dev.oriel.read.Standbys;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What one instance is asked for.
 *
 * @param topicId the id of the topic that the partitions are of
 * @param partitions which of its partitions
 * @param query what to read there; keys are all in these partitions
 * @param after offsets that must be reflected, by partition
 * @param standbys what a standby may do in the owner's place
 * @param patience how long to wait for the offsets; zero for not at all
 */
record SliceRequest(
        String topicId,
        NavigableSet<Integer> partitions,
        Query query,
        Map<Integer, Long> after,
        Standbys standbys,
        Duration patience) {

    SliceRequest {
        partitions = new TreeSet<>(partitions);
        after = Map.copyOf(after);
    }
}
