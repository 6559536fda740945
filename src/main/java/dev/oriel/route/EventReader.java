package dev.oriel.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2) from a peer. Comments and fields it does not know are passed over; an event
 * without data is told all the same if it has an id. An event that its sender did not finish is none.
 *
 * <p>One thread reads; {@link #lastHeard} may be asked by any. An event may be as long as {@value #MAX_EVENT_BYTES} bytes.
 */
public final class EventReader {

    private static final int MAX_EVENT_BYTES = 256 << 20;
    private static final int BUFFER_BYTES = 8 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private volatile long lastHeard = System.nanoTime();
    private String type = "";
    private boolean hasData;
    private boolean afterReturn;
    private @Nullable String id;

    /** Reads from a stream, which it does not close. */
    public EventReader(InputStream in) {
        this.in = in;
    }

    /** When a line last came, be it a comment, on the scale of {@link System#nanoTime}. */
    public long lastHeard() {
        return lastHeard;
    }

    /**
     * The next event; blocks until it is there.
     *
     * @return nothing at the end of the stream
     * @throws IOException if the stream breaks, or an event is longer than allowed
     */
    public Optional<ServerSentEvent> next() throws IOException {
        while (readLine()) {
            lastHeard = System.nanoTime();
            if (line.size() > 0) {
                field(line.toByteArray());
            } else if (hasData || id != null) {
                return Optional.of(take());
            } else {
                type = "";
            }
        }
        return Optional.empty();
    }

    private ServerSentEvent take() {
        ServerSentEvent event =
                new ServerSentEvent(type.isEmpty() ? "message" : type, data.toByteArray(), Optional.ofNullable(id));
        data.reset();
        hasData = false;
        type = "";
        id = null;
        return event;
    }

    private void field(byte[] bytes) {
        int colon = 0;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        int valueAt = Math.min(bytes.length, colon + 1);
        if (valueAt < bytes.length && bytes[valueAt] == ' ') {
            valueAt++;
        }
        int length = bytes.length - valueAt;
        switch (new String(bytes, 0, colon, UTF_8)) {
            case "data" -> {
                if (hasData) {
                    data.write('\n');
                }
                data.write(bytes, valueAt, length);
                hasData = true;
            }
            case "event" -> type = new String(bytes, valueAt, length, UTF_8);
            case "id" -> id = new String(bytes, valueAt, length, UTF_8);
            default -> {}
        }
    }

    /** Reads a line without its end, be that LF, CR or both; false at the end of the stream. */
    private boolean readLine() throws IOException {
        line.reset();
        for (int next = read(); next >= 0; next = read()) {
            if (next == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = next == '\r';
            if (next == '\n' || afterReturn) {
                return true;
            }
            if (line.size() + data.size() >= MAX_EVENT_BYTES) {
                throw new IOException("an event is longer than " + MAX_EVENT_BYTES + " bytes");
            }
            line.write(next);
        }
        return false;
    }

    private int read() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return end == 0 ? -1 : buffer[at++] & 0xFF;
    }
}
