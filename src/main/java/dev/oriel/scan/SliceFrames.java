package dev.oriel.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.api.ServedBy;
import dev.oriel.config.HostPort;
import dev.oriel.read.Outcome;
import dev.oriel.read.Standbys;
import dev.oriel.store.Count;
import dev.oriel.store.KeyRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Slices and the requests for them as they go between instances: binary, integers big-endian, byte strings and lists led by their
 * length. The first byte is the version of the format; instances of different versions refuse each other's.
 */
final class SliceFrames {

    private static final int VERSION = 1;
    private static final int KEYS = 1;
    private static final int RANGE = 2;
    private static final int COUNT = 3;
    private static final int FOUND = 1;
    private static final int ROWS = 2;
    private static final int TOO_LONG = 3;
    private static final int COUNTED = 4;
    private static final int NOT_REACHED = 1;
    private static final int NOT_THE_OWNER = 2;
    private static final int UNAVAILABLE = 3;
    private static final int OVERLOADED = 4;
    private static final int NO_LENGTH = -1;

    private SliceFrames() {}

    // Requests

    static byte[] encode(SliceRequest request) {
        return written(out -> {
            out.writeUTF(request.topicId());
            out.writeInt(request.partitions().size());
            for (int partition : request.partitions()) {
                out.writeInt(partition);
            }
            write(request.query(), out);
            write(request.after(), out);
            out.writeLong(request.standbys().stale().toMillis());
            out.writeBoolean(request.standbys().ownerPassedOver());
            out.writeLong(request.patience().toMillis());
        });
    }

    private static void write(Query query, DataOutputStream out) throws IOException {
        switch (query) {
            case Query.Keys keys -> {
                out.writeByte(KEYS);
                out.writeInt(keys.keys().size());
                for (byte[] key : keys.keys()) {
                    write(key, out);
                }
            }
            case Query.Count count -> {
                out.writeByte(COUNT);
                write(count.index(), count.ranks(), out);
            }
            case Query.Range range -> {
                out.writeByte(RANGE);
                write(range.index(), range.ranks(), out);
                out.writeBoolean(range.descending());
                out.writeInt(range.atMost());
                out.writeLong(range.bytes());
                out.writeBoolean(range.once());
            }
        }
    }

    private static void write(Optional<String> index, List<KeyRange> ranks, DataOutputStream out) throws IOException {
        writeOptional(index.map(name -> name.getBytes(UTF_8)), out);
        out.writeInt(ranks.size());
        for (KeyRange range : ranks) {
            write(range.from(), out);
            writeOptional(range.to(), out);
        }
    }

    static SliceRequest request(byte[] frame) throws IOException {
        DataInputStream in = opened(frame);
        String topicId = in.readUTF();
        NavigableSet<Integer> partitions = new TreeSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            partitions.add(in.readInt());
        }
        Query query = query(in);
        Map<Integer, Long> after = offsets(in);
        Standbys standbys = new Standbys(Duration.ofMillis(in.readLong()), in.readBoolean());
        return new SliceRequest(topicId, partitions, query, after, standbys, Duration.ofMillis(in.readLong()));
    }

    private static Query query(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case KEYS -> keys(in);
            case RANGE -> range(in);
            case COUNT -> new Query.Count(index(in), ranks(in));
            default -> throw unknown("query", kind);
        };
    }

    private static Optional<String> index(DataInputStream in) throws IOException {
        return optional(in).map(name -> new String(name, UTF_8));
    }

    private static List<KeyRange> ranks(DataInputStream in) throws IOException {
        List<KeyRange> ranks = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            ranks.add(new KeyRange(bytes(in), optional(in)));
        }
        return ranks;
    }

    private static Query range(DataInputStream in) throws IOException {
        Optional<String> index = index(in);
        List<KeyRange> ranks = ranks(in);
        return new Query.Range(index, ranks, in.readBoolean(), in.readInt(), in.readLong(), in.readBoolean());
    }

    private static Query keys(DataInputStream in) throws IOException {
        List<byte[]> keys = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            keys.add(bytes(in));
        }
        return new Query.Keys(keys);
    }

    // Replies

    static byte[] encode(SliceReply reply) {
        return written(out -> {
            out.writeBoolean(reply.slice().isPresent());
            if (reply.slice().isPresent()) {
                write(reply.slice().get(), out);
            }
            out.writeInt(reply.gaps().size());
            for (Gap gap : reply.gaps()) {
                write(gap, out);
            }
        });
    }

    private static void write(Slice slice, DataOutputStream out) throws IOException {
        write(slice.reached(), out);
        out.writeUTF(slice.servedBy().toString());
        switch (slice.content()) {
            case Slice.Content.Found found -> {
                out.writeByte(FOUND);
                out.writeInt(found.stored().size());
                for (Optional<byte[]> stored : found.stored()) {
                    writeOptional(stored, out);
                }
            }
            case Slice.Content.TooLong tooLong -> out.writeByte(TOO_LONG);
            case Slice.Content.Counted counted -> {
                out.writeByte(COUNTED);
                out.writeLong(counted.count().entries());
                out.writeBoolean(counted.count().estimated());
            }
            case Slice.Content.Rows rows -> {
                out.writeByte(ROWS);
                out.writeBoolean(rows.more());
                out.writeInt(rows.rows().size());
                for (Row row : rows.rows()) {
                    write(row.key(), out);
                    boolean ownRank = Arrays.equals(row.rank(), row.key());
                    writeOptional(ownRank ? Optional.empty() : Optional.of(row.rank()), out);
                    write(row.stored(), out);
                }
            }
        }
    }

    private static void write(Gap gap, DataOutputStream out) throws IOException {
        out.writeInt(gap.partition());
        switch (gap) {
            case Gap.NotReached notReached -> {
                out.writeByte(NOT_REACHED);
                out.writeLong(notReached.reached());
            }
            case Gap.Refused refused -> write(refused.reason(), out);
        }
    }

    private static void write(Outcome.Refusal reason, DataOutputStream out) throws IOException {
        switch (reason) {
            case Outcome.NotTheOwner moved -> {
                out.writeByte(NOT_THE_OWNER);
                out.writeUTF(moved.owner().toString());
            }
            case Outcome.Unavailable unavailable -> {
                out.writeByte(UNAVAILABLE);
                out.writeUTF(unavailable.state());
                out.writeUTF(unavailable.detail());
                out.writeLong(unavailable.remaining().orElse(NO_LENGTH));
                out.writeLong(unavailable.retryAfter().toMillis());
            }
            case Outcome.Overloaded overloaded -> {
                out.writeByte(OVERLOADED);
                out.writeUTF(overloaded.detail());
                out.writeLong(overloaded.retryAfter().toMillis());
            }
        }
    }

    static SliceReply reply(byte[] frame) throws IOException {
        DataInputStream in = opened(frame);
        Optional<Slice> slice = in.readBoolean() ? Optional.of(slice(in)) : Optional.empty();
        List<Gap> gaps = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            gaps.add(gap(in));
        }
        return new SliceReply(slice, gaps);
    }

    private static Slice slice(DataInputStream in) throws IOException {
        Map<Integer, Long> reached = offsets(in);
        ServedBy servedBy = ServedBy.parse(in.readUTF());
        int kind = in.readByte();
        return new Slice(
                reached,
                servedBy,
                switch (kind) {
                    case FOUND -> found(in);
                    case ROWS -> rows(in);
                    case TOO_LONG -> new Slice.Content.TooLong();
                    case COUNTED -> new Slice.Content.Counted(new Count(in.readLong(), in.readBoolean()));
                    default -> throw unknown("slice", kind);
                });
    }

    private static Slice.Content found(DataInputStream in) throws IOException {
        List<Optional<byte[]>> stored = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            stored.add(optional(in));
        }
        return new Slice.Content.Found(stored);
    }

    private static Slice.Content rows(DataInputStream in) throws IOException {
        boolean more = in.readBoolean();
        List<Row> rows = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            byte[] key = bytes(in);
            byte[] rank = optional(in).orElse(key);
            rows.add(new Row(rank, key, bytes(in)));
        }
        return new Slice.Content.Rows(rows, more);
    }

    private static Gap gap(DataInputStream in) throws IOException {
        int partition = in.readInt();
        int kind = in.readByte();
        return switch (kind) {
            case NOT_REACHED -> new Gap.NotReached(partition, in.readLong());
            case NOT_THE_OWNER -> {
                String owner = in.readUTF();
                HostPort host = HostPort.parse(owner).orElseThrow(() -> new IOException("no address: " + owner));
                yield new Gap.Refused(partition, new Outcome.NotTheOwner(partition, host));
            }
            case UNAVAILABLE -> new Gap.Refused(partition, unavailable(partition, in));
            case OVERLOADED ->
                new Gap.Refused(partition, new Outcome.Overloaded(in.readUTF(), Duration.ofMillis(in.readLong())));
            default -> throw unknown("gap", kind);
        };
    }

    private static Outcome.Refusal unavailable(int partition, DataInputStream in) throws IOException {
        String state = in.readUTF();
        String detail = in.readUTF();
        long remaining = in.readLong();
        return new Outcome.Unavailable(
                OptionalInt.of(partition),
                state,
                detail,
                remaining == NO_LENGTH ? OptionalLong.empty() : OptionalLong.of(remaining),
                Duration.ofMillis(in.readLong()));
    }

    // Parts

    @FunctionalInterface
    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static DataInputStream opened(byte[] frame) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame));
        int version = in.readByte();
        if (version != VERSION) {
            throw unknown("version", version);
        }
        return in;
    }

    private static IOException unknown(String what, int found) {
        return new IOException("a " + what + " that is not known: " + found);
    }

    private static void write(Map<Integer, Long> offsets, DataOutputStream out) throws IOException {
        out.writeInt(offsets.size());
        for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
            out.writeInt(offset.getKey());
            out.writeLong(offset.getValue());
        }
    }

    private static Map<Integer, Long> offsets(DataInputStream in) throws IOException {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            offsets.put(in.readInt(), in.readLong());
        }
        return offsets;
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void writeOptional(Optional<byte[]> bytes, DataOutputStream out) throws IOException {
        if (bytes.isPresent()) {
            write(bytes.get(), out);
        } else {
            out.writeInt(NO_LENGTH);
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return optional(in).orElseThrow(() -> new IOException("nothing where bytes were expected"));
    }

    private static Optional<byte[]> optional(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == NO_LENGTH) {
            return Optional.empty();
        }
        if (length < 0 || length > in.available()) {
            throw new IOException("a length of " + length + " where " + in.available() + " bytes are left");
        }
        return Optional.of(in.readNBytes(length));
    }
}
