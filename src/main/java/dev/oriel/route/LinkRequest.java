package dev.oriel.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.oriel.api.Headers;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A read on its way to the instance that owns the key. As a message of a link it has the length of the target in four bytes, the
 * target, and the {@linkplain LinkFields fields}.
 *
 * @param id by which the asking end knows the answer
 * @param waits whether it is to be kept until its conditions hold; otherwise what cannot be answered soon is declined
 * @param target path and query, encoded
 * @param fields of the request's head
 */
public record LinkRequest(int id, boolean waits, String target, Map<String, String> fields) implements LinkMessage {

    /** The path at which an instance turns a connection into a link. */
    public static final String PATH = "/peer/v1/link";

    /** What both ends of a link speak. */
    public static final String PROTOCOL = "oriel-link/1";

    static final byte LOOKUP = 1;
    static final byte WAIT = 2;

    private static final LinkFields FIELDS = new LinkFields(List.of(
            Headers.TIME_LEFT,
            Headers.AFTER,
            Headers.STANDBY,
            "If-Match",
            "If-None-Match",
            Headers.TRACE_PARENT,
            Headers.TRACE_STATE));

    /** The target's path, encoded. */
    public String path() {
        int end = target.indexOf('?');
        return end < 0 ? target : target.substring(0, end);
    }

    /** The target's query, encoded; nothing if it has none. */
    public Optional<String> query() {
        int end = target.indexOf('?');
        return end < 0 ? Optional.empty() : Optional.of(target.substring(end + 1));
    }

    @Override
    public byte[] frame() {
        byte[] path = target.getBytes(ISO_8859_1);
        byte[] rest = FIELDS.write(fields);
        return LinkMessage.begin(BARE + Integer.BYTES + path.length + rest.length, waits ? WAIT : LOOKUP, id)
                .putInt(path.length)
                .put(path)
                .put(rest)
                .array();
    }

    /**
     * Reads what follows the number.
     *
     * @throws ProtocolException if it is no request
     */
    static LinkRequest of(int id, boolean waits, ByteBuffer frame) throws ProtocolException {
        byte[] target = bytes(frame, frame.getInt());
        return new LinkRequest(id, waits, new String(target, ISO_8859_1), FIELDS.read(frame));
    }

    /** Takes so many bytes, without setting more aside than there are. */
    static byte[] bytes(ByteBuffer frame, int length) {
        if (length < 0 || length > frame.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        frame.get(bytes);
        return bytes;
    }
}
