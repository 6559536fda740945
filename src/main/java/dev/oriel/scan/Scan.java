package dev.oriel.scan;

import dev.oriel.api.ServedBy;
import dev.oriel.view.Materialization;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries of a range over all partitions in one order: a merge of slices, of which each instance is asked for the next
 * when its last has been used up. So it holds one slice of each instance at most; and as it remembers nothing but the last key, a
 * partition that has moved goes on elsewhere behind that key.
 *
 * <p>A key that is there throughout is met exactly once. One that is in two partitions, since not all of its producers agree where it
 * belongs, is met once too.
 *
 * <p>For one thread, which blocks in it.
 */
public final class Scan {

    private static final class Source {
        private final NavigableSet<Integer> partitions;
        private final Deque<Row> rows;
        private final boolean more;

        private Source(NavigableSet<Integer> partitions, Slice.Content.Rows content) {
            this.partitions = partitions;
            this.rows = new ArrayDeque<>(content.rows());
            this.more = content.more();
        }
    }

    private final Gatherer gatherer;
    private final Materialization made;
    private final Query.Range range;
    private final List<Source> sources = new ArrayList<>();
    private final NavigableSet<Integer> unread = new TreeSet<>();
    private final NavigableSet<Integer> missing = new TreeSet<>();
    private final NavigableMap<Integer, Long> reached = new TreeMap<>();
    private final List<ServedBy> servedBy = new ArrayList<>();
    private byte @Nullable [] last;

    Scan(Gatherer gatherer, Materialization made, Query.Range range) {
        this.gatherer = gatherer;
        this.made = made;
        this.range = range;
        IntStream.range(0, made.source().partitions()).forEach(unread::add);
    }

    /**
     * The entries that come next. When a slice is used up, the stretch ends early, so that what it reflects is of one moment; the next
     * call goes on.
     *
     * @param read with which patience and by when; the view is the same each time
     * @param atMost how many entries
     * @param bytes of keys and entries after which it ends, with one at least
     * @return a page, or why there is none; then, if it passes, another call goes on
     */
    public Listing next(EntriesRead read, int atMost, long bytes) throws InterruptedException {
        if (!unread.isEmpty()) {
            Optional<Listing> failed = readOn(read, atMost, bytes);
            if (failed.isPresent()) {
                return failed.get();
            }
        }
        List<Row> rows = merge(atMost, bytes);
        boolean end = unread.isEmpty() && sources.isEmpty();
        return new Listing.Page(
                rows,
                end ? Optional.empty() : Optional.ofNullable(last),
                Listing.Proof.of(made.source(), reached, servedBy),
                List.copyOf(missing));
    }

    private Optional<Listing> readOn(EntriesRead read, int atMost, long bytes) throws InterruptedException {
        byte[] behind = last;
        Query.Range rest = (behind == null ? range : range.behind(behind)).atMost(atMost, bytes);
        Gathered gathered = gatherer.gather(read, made, unread, partitions -> rest);
        for (Gathered.Part part : gathered.parts()) {
            add(part.slice());
        }
        if (!gathered.suffices(read)) {
            return Optional.of(Failures.of(read, made.source(), gathered.gaps()));
        }
        missing.addAll(gathered.gaps().keySet());
        unread.removeAll(gathered.gaps().keySet());
        return Optional.empty();
    }

    private void add(Slice slice) {
        NavigableSet<Integer> partitions = new TreeSet<>(slice.reached().keySet());
        unread.removeAll(partitions);
        slice.reached().forEach((partition, offset) -> reached.merge(partition, offset, Math::min));
        if (!servedBy.contains(slice.servedBy())) {
            servedBy.add(slice.servedBy());
        }
        if (slice.content() instanceof Slice.Content.Rows rows && !rows.rows().isEmpty()) {
            sources.add(new Source(partitions, rows));
        }
    }

    private List<Row> merge(int atMost, long bytes) {
        List<Row> rows = new ArrayList<>();
        long left = bytes;
        while (rows.size() < atMost && left > 0) {
            Optional<Source> first = first();
            if (first.isEmpty()) {
                break;
            }
            Row row = first.get().rows.removeFirst();
            byte[] before = last;
            if (before == null || !Arrays.equals(before, row.rank())) {
                rows.add(row);
                left -= row.size();
                last = row.rank();
            }
            if (first.get().rows.isEmpty()) {
                sources.remove(first.get());
                if (first.get().more) {
                    unread.addAll(first.get().partitions);
                    break;
                }
            }
        }
        return rows;
    }

    private Optional<Source> first() {
        return sources.stream().min((one, other) -> {
            int order = Arrays.compareUnsigned(
                    one.rows.getFirst().rank(), other.rows.getFirst().rank());
            return range.descending() ? -order : order;
        });
    }
}
