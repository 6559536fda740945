package dev.oriel.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a store writes down beside its entries: of what they were made, how far they reach, and whether it was closed in order. */
final class StoreMarks {

    private static final String IDENTITY = "identity";
    private static final String REACHED = "reached";
    private static final String CLOSED = "closed";
    private static final String UNKNOWN = "";
    private static final String YES = "yes";
    private static final String NO = "no";

    private final EntryTable table;

    StoreMarks(EntryTable table) {
        this.table = table;
    }

    Optional<String> identity() {
        return table.mark(IDENTITY);
    }

    void identity(String identity) {
        table.putMark(IDENTITY, identity);
    }

    /** The offset reached by source partition; empty when nothing is known of the entries. */
    Map<Integer, Long> reached() {
        Map<Integer, Long> reached = new TreeMap<>();
        for (String pair : table.mark(REACHED).orElse(UNKNOWN).split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon > 0) {
                reached.put(Integer.valueOf(pair.substring(0, colon)), Long.valueOf(pair.substring(colon + 1)));
            }
        }
        return reached;
    }

    void reached(Map<Integer, Long> reached) {
        table.putMark(
                REACHED,
                reached.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(",")));
    }

    void forgetReached() {
        table.putMark(REACHED, UNKNOWN);
    }

    boolean closedInOrder() {
        return table.mark(CLOSED).filter(YES::equals).isPresent();
    }

    void closedInOrder(boolean inOrder) {
        table.putMark(CLOSED, inOrder ? YES : NO);
    }
}
