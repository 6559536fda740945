package dev.oriel.client;

import dev.oriel.api.PathSegment;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Reads and watches one view. Immutable, safe for all threads, and costs nothing to make.
 *
 * <p>Keys are given as the view declares them: a text, a whole number or a UUID.
 */
public final class ViewClient {

    private final String name;
    private final Reader reader;
    private final Transport transport;

    ViewClient(String name, Reader reader, Transport transport) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("expected a view's name, found none");
        }
        this.name = encodable(name);
        this.reader = reader;
        this.transport = transport;
    }

    /** The view's name. */
    public String name() {
        return name;
    }

    Reader reader() {
        return reader;
    }

    Transport transport() {
        return transport;
    }

    /**
     * Reads a key's value; empty if the key has none. Blocks until the answer is there.
     *
     * @throws OrielException if the read was not answered; the subclass tells why
     * @throws IllegalStateException if the client is closed
     */
    public Optional<Entry> get(String key) {
        return key(key).get();
    }

    /** As {@link #get(String)}, for a view whose keys are whole numbers. */
    public Optional<Entry> get(long key) {
        return key(key).get();
    }

    /** As {@link #get(String)}, for a view whose keys are UUIDs. */
    public Optional<Entry> get(UUID key) {
        return key(key).get();
    }

    /**
     * As {@link #get(String)}, without blocking: what that throws, the future fails with. To cancel the future ends the request.
     *
     * @throws IllegalStateException if the client is closed
     */
    public CompletableFuture<Optional<Entry>> getAsync(String key) {
        return key(key).getAsync();
    }

    /** As {@link #getAsync(String)}, for a view whose keys are whole numbers. */
    public CompletableFuture<Optional<Entry>> getAsync(long key) {
        return key(key).getAsync();
    }

    /** As {@link #getAsync(String)}, for a view whose keys are UUIDs. */
    public CompletableFuture<Optional<Entry>> getAsync(UUID key) {
        return key(key).getAsync();
    }

    /**
     * Begins a read that asks for more than "now": for a version, a position, a change, with a wait.
     *
     * @throws IllegalArgumentException if the key is no text that can be sent, having half of a surrogate pair
     */
    public KeyRequest key(String key) {
        return new KeyRequest(
                reader, KeyQuery.of(name, encodable(key)), transport.settings().callbacks());
    }

    /** As {@link #key(String)}, for a view whose keys are whole numbers. */
    public KeyRequest key(long key) {
        return key(Long.toString(key));
    }

    /** As {@link #key(String)}, for a view whose keys are UUIDs. */
    public KeyRequest key(UUID key) {
        return key(key.toString());
    }

    /**
     * Reads the values of many keys, however many: each once, in the order in which they come first. Blocks until all are there.
     *
     * @throws OrielException if the read was not answered; the subclass tells why
     * @throws IllegalArgumentException as {@link #key(String)}
     * @throws IllegalStateException if the client is closed
     */
    public LookupResult lookup(Collection<String> keys) {
        return keys(keys).read();
    }

    /**
     * Begins a read of many keys that asks for more than "now".
     *
     * @throws IllegalArgumentException as {@link #key(String)}
     */
    public LookupRequest keys(Collection<String> keys) {
        Set<String> each = new LinkedHashSet<>();
        keys.forEach(key -> each.add(encodable(key)));
        return new LookupRequest(
                reader,
                new LookupQuery(name, List.copyOf(each), Conditions.NONE),
                transport.settings().callbacks());
    }

    /** Begins a read of the entries of a range of keys; of all of them, unless more is said. */
    public ScanRequest scan() {
        return new ScanRequest(this, KeyRange.ALL, RangeOptions.NONE);
    }

    /**
     * Begins a read of the entries of a secondary index, by their values there; of all that have a value, unless more is said.
     *
     * @param index the index's name
     * @throws IllegalArgumentException if it is empty, or has half of a surrogate pair
     */
    public IndexRequest index(String index) {
        if (index.isEmpty()) {
            throw new IllegalArgumentException("expected an index's name, found none");
        }
        return new IndexRequest(this, ValueRange.allOf(encodable(index)), RangeOptions.NONE);
    }

    /**
     * How many entries the view has. Of a range of keys {@link ScanRequest#count} tells it, by an index {@link IndexRequest#count}.
     * Blocks until the answer is there.
     *
     * @throws OrielException if the read was not answered; the subclass tells why
     * @throws IllegalStateException if the client is closed
     */
    public EntryCount count() {
        return scan().count();
    }

    /**
     * The changes of one key, after its present value.
     *
     * @throws IllegalArgumentException as {@link #key(String)}
     */
    public Watch watch(String key) {
        return new Watch(transport, KeyQuery.path(name, encodable(key)) + "/watch", reader::saw);
    }

    /** As {@link #watch(String)}, for a view whose keys are whole numbers. */
    public Watch watch(long key) {
        return watch(Long.toString(key));
    }

    /** As {@link #watch(String)}, for a view whose keys are UUIDs. */
    public Watch watch(UUID key) {
        return watch(key.toString());
    }

    /** The changes of all keys, after the present values. */
    public Watch watchAll() {
        return new Watch(transport, KeyQuery.path(name) + "/watch", reader::saw);
    }

    /**
     * The changes of the keys that begin so, after the present values.
     *
     * @throws IllegalArgumentException if the prefix is no text that can be sent, having half of a surrogate pair
     */
    public Watch watchPrefix(String prefix) {
        String query = "?prefix=" + PathSegment.encode(encodable(prefix));
        return new Watch(transport, KeyQuery.path(name) + "/watch" + query, reader::saw);
    }

    /** Half of a surrogate pair would be sent as a question mark, which is another key. */
    static String encodable(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("expected a text without halves of surrogate pairs");
        }
        return text;
    }

    /** The view's name. */
    @Override
    public String toString() {
        return name;
    }
}
