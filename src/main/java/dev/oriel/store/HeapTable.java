package dev.oriel.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** A table on the heap, ordered by the keys' bytes. A restart finds it empty. */
final class HeapTable implements EntryTable {

    private final ConcurrentSkipListMap<Bytes, byte[]> entries = new ConcurrentSkipListMap<>();
    private final LongAdder count = new LongAdder();
    private final Map<String, String> marks = new ConcurrentHashMap<>();

    @Override
    public byte @Nullable [] get(byte[] key) {
        return entries.get(Bytes.wrap(key));
    }

    @Override
    public byte @Nullable [] peek(byte[] key) {
        return get(key);
    }

    @Override
    public void apply(Change change) {
        switch (change) {
            case Change.Put put -> {
                if (entries.put(Bytes.wrap(put.key()), put.entry()) == null) {
                    count.increment();
                }
            }
            case Change.Delete delete -> {
                if (entries.remove(Bytes.wrap(delete.key())) != null) {
                    count.decrement();
                }
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
        entries.clear();
        count.reset();
        marks.clear();
    }

    @Override
    public long approximateEntries() {
        return count.sum();
    }

    @Override
    public List<byte[]> someKeys(int atMost) {
        return entries.keySet().stream().limit(atMost).map(Bytes::get).toList();
    }

    @Override
    public List<Change.Put> page(byte[] prefix, byte @Nullable [] after, int atMost, long bytes) {
        ConcurrentNavigableMap<Bytes, byte[]> rest =
                after == null ? entries.tailMap(Bytes.wrap(prefix), true) : entries.tailMap(Bytes.wrap(after), false);
        EntryPage page = new EntryPage(prefix, atMost, bytes);
        for (Map.Entry<Bytes, byte[]> entry : rest.entrySet()) {
            if (!page.add(entry.getKey().get(), entry.getValue())) {
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
