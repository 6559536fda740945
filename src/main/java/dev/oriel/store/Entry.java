package dev.oriel.store;

import java.nio.ByteBuffer;

/**
 * One key's value with its own proof: version, source position and timestamp, then the value's bytes exactly as they
 * are sent.
 *
 * <p>The stored form is a header followed by the value, all integers big-endian:
 *
 * <pre>
 *   byte   layout      0x01: the version is the offset; 0x02: the version follows
 *   int    partition   of the source record
 *   long   offset      of the source record
 *   long   timestamp   of the source record, milliseconds since the epoch
 *   long   version     only in layout 0x02
 *   byte[] value       the rest
 * </pre>
 *
 * <p>An entry is a view onto the stored bytes; nothing is copied to read it. Immutable, as long as the bytes are left
 * alone.
 */
public final class Entry {

    private static final byte VERSION_IS_OFFSET = 0x01;
    private static final byte VERSION_FOLLOWS = 0x02;

    private static final int PARTITION_AT = 1;
    private static final int OFFSET_AT = PARTITION_AT + Integer.BYTES;
    private static final int TIMESTAMP_AT = OFFSET_AT + Long.BYTES;
    private static final int VERSION_AT = TIMESTAMP_AT + Long.BYTES;
    private static final int SHORT_HEADER = VERSION_AT;
    private static final int LONG_HEADER = VERSION_AT + Long.BYTES;

    private final ByteBuffer stored;
    private final int valueAt;

    private Entry(byte[] stored) {
        this.stored = ByteBuffer.wrap(stored);
        this.valueAt = headerLength(stored);
    }

    /** Encodes an entry whose version is its offset. */
    public static byte[] encode(int partition, long offset, long timestamp, byte[] value) {
        return header(ByteBuffer.allocate(SHORT_HEADER + value.length), VERSION_IS_OFFSET, partition, offset, timestamp)
                .put(value)
                .array();
    }

    /** Encodes an entry with a version of its own. */
    public static byte[] encode(int partition, long offset, long timestamp, long version, byte[] value) {
        return header(ByteBuffer.allocate(LONG_HEADER + value.length), VERSION_FOLLOWS, partition, offset, timestamp)
                .putLong(version)
                .put(value)
                .array();
    }

    private static ByteBuffer header(ByteBuffer into, byte layout, int partition, long offset, long timestamp) {
        return into.put(layout).putInt(partition).putLong(offset).putLong(timestamp);
    }

    /**
     * Reads a stored entry without copying it.
     *
     * @throws IllegalArgumentException if the bytes are not an entry
     */
    public static Entry decode(byte[] stored) {
        return new Entry(stored);
    }

    private static int headerLength(byte[] stored) {
        int length = stored.length == 0
                ? 0
                : switch (stored[0]) {
                    case VERSION_IS_OFFSET -> SHORT_HEADER;
                    case VERSION_FOLLOWS -> LONG_HEADER;
                    default -> 0;
                };
        if (length == 0 || stored.length < length) {
            throw new IllegalArgumentException(
                    "not an entry: " + stored.length + " bytes" + (stored.length == 0 ? "" : ", layout " + stored[0]));
        }
        return length;
    }

    /** The source partition. */
    public int partition() {
        return stored.getInt(PARTITION_AT);
    }

    /** The source offset. */
    public long offset() {
        return stored.getLong(OFFSET_AT);
    }

    /** The record's timestamp, milliseconds since the epoch. */
    public long timestamp() {
        return stored.getLong(TIMESTAMP_AT);
    }

    /** The entry's version. */
    public long version() {
        return valueAt == LONG_HEADER ? stored.getLong(VERSION_AT) : offset();
    }

    /** The value's bytes, from position to limit; a fresh read-only view each time. */
    public ByteBuffer value() {
        return stored.slice(valueAt, stored.capacity() - valueAt).asReadOnlyBuffer();
    }
}
