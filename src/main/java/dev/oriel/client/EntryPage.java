package dev.oriel.client;

import dev.oriel.api.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an answer with a list of entries holds. Immutable.
 *
 * @param keys the keys and their entries, in order
 * @param next the next page's cursor; empty if there is no more
 * @param missing the partitions that were left out
 * @param positions how far the replicas that answered had read
 */
record EntryPage(List<ListedKey> keys, Optional<String> next, List<Integer> missing, List<Position> positions) {

    EntryPage {
        keys = List.copyOf(keys);
        missing = List.copyOf(missing);
        positions = List.copyOf(positions);
    }

    /**
     * Reads an answer's body.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected
     */
    static EntryPage parse(String body) {
        Parts parts = new Parts(new JsonScanner(body));
        parts.read();
        return new EntryPage(
                parts.keys.orElseThrow(() -> new IllegalArgumentException("expected a member 'entries'")),
                parts.next,
                parts.missing,
                parts.positions.orElseThrow(() -> new IllegalArgumentException("expected a member 'position'")));
    }

    /** Positions joined by commas, of a topic with however many partitions; empty for an empty text. */
    static List<Position> positions(String listed) {
        List<Position> positions = new ArrayList<>();
        if (!listed.isBlank()) {
            for (String item : listed.split(",", -1)) {
                positions.add(Position.parse(item.strip()));
            }
        }
        return positions;
    }

    /** The members as they are met, in whatever order. */
    private static final class Parts {

        private final JsonScanner scan;
        private Optional<List<ListedKey>> keys = Optional.empty();
        private Optional<String> next = Optional.empty();
        private final List<Integer> missing = new ArrayList<>();
        private Optional<List<Position>> positions = Optional.empty();

        Parts(JsonScanner scan) {
            this.scan = scan;
        }

        void read() {
            scan.skipBlanks();
            scan.members(this::read);
            scan.skipBlanks();
            if (!scan.isAtEnd()) {
                throw scan.expected("the end");
            }
        }

        private void read(String member) {
            switch (member) {
                case "entries" -> {
                    List<ListedKey> read = new ArrayList<>();
                    scan.items(() -> read.add(ListedKey.parse(scan)));
                    keys = Optional.of(read);
                }
                case "next" -> next = Optional.of(scan.string());
                case "missing" -> scan.items(() -> missing.add(Integer.parseInt(scan.value())));
                case "position" -> positions = Optional.of(positions(scan.string()));
                default -> scan.value();
            }
        }
    }
}
