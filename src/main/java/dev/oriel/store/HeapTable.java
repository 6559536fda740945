package dev.oriel.store;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * A table on the heap: a hash table, whose keys are also kept in the order of their bytes. To look a key up in the latter costs a dozen
 * comparisons of keys that are all over the heap. A restart finds it empty.
 */
final class HeapTable implements EntryTable {

    private final Map<KeyBytes, byte[]> entries = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<KeyBytes> ordered = new ConcurrentSkipListSet<>();
    private final Map<String, String> marks = new ConcurrentHashMap<>();

    @Override
    public byte @Nullable [] get(byte[] key) {
        return entries.get(KeyBytes.of(key));
    }

    @Override
    public byte @Nullable [] peek(byte[] key) {
        return get(key);
    }

    @Override
    public void apply(Change change) {
        switch (change) {
            case Change.Put put -> {
                KeyBytes key = KeyBytes.of(put.key());
                if (entries.put(key, put.entry()) == null) {
                    ordered.add(key);
                }
            }
            case Change.Delete delete -> {
                KeyBytes key = KeyBytes.of(delete.key());
                ordered.remove(key);
                entries.remove(key);
            }
            case Change.Skip skip -> {}
        }
    }

    @Override
    public void applyAll(List<Change> changes) {
        changes.forEach(this::apply);
    }

    @Override
    public Optional<String> mark(String name) {
        return Optional.ofNullable(marks.get(name));
    }

    @Override
    public void putMark(String name, String value) {
        marks.put(name, value);
    }

    @Override
    public void commit() {}

    @Override
    public void clear() {
        ordered.clear();
        entries.clear();
        marks.clear();
    }

    @Override
    public long approximateEntries() {
        return entries.size();
    }

    @Override
    public List<byte[]> someKeys(int atMost) {
        return ordered.stream().limit(atMost).map(KeyBytes::bytes).toList();
    }

    @Override
    public List<Change.Put> page(byte[] prefix, byte @Nullable [] after, int atMost, long bytes) {
        NavigableSet<KeyBytes> rest =
                after == null ? ordered.tailSet(KeyBytes.of(prefix), true) : ordered.tailSet(KeyBytes.of(after), false);
        EntryPage page = new EntryPage(prefix, atMost, bytes);
        for (KeyBytes key : rest) {
            byte[] entry = entries.get(key);
            // A key that is not there is being deleted.
            if (entry != null && !page.add(key.bytes(), entry)) {
                break;
            }
        }
        return page.entries();
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public void close() {
        clear();
    }
}
