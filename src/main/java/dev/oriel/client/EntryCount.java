package dev.oriel.client;

import dev.oriel.api.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many entries there are. Immutable.
 *
 * @param count the number; by an index, an entry counts once for each of its values
 * @param estimated whether the number is an estimate, as it may be when an instance has more than 100,000 of them
 * @param missing the partitions that were left out, if that was allowed
 * @param positions how far the replicas that answered had read: what a later read may be asked to reflect
 */
public record EntryCount(long count, boolean estimated, List<Integer> missing, List<Position> positions) {

    public EntryCount {
        missing = List.copyOf(missing);
        positions = List.copyOf(positions);
    }

    /**
     * Reads an answer's body.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected
     */
    static EntryCount parse(String body) {
        Json.JsonObject members = Json.parse(body);
        return new EntryCount(
                required("count", members.integer("count")),
                required("estimated", members.truth("estimated")),
                partitions(members.values().getOrDefault("missing", List.of())),
                EntryPage.positions(required("position", members.text("position"))));
    }

    private static List<Integer> partitions(Object missing) {
        if (!(missing instanceof List<?> list)) {
            throw new IllegalArgumentException("expected a list as member 'missing'");
        }
        List<Integer> partitions = new ArrayList<>();
        for (Object partition : list) {
            partitions.add(Integer.parseInt(partition.toString()));
        }
        return partitions;
    }

    private static <T> T required(String name, Optional<T> member) {
        return member.orElseThrow(() -> new IllegalArgumentException("expected a member '" + name + "'"));
    }
}
