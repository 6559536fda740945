package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes a {@code text/event-stream} apart, as WHATWG's HTML standard has it, however the bytes are cut. Holds one event at most. Not
 * safe for several threads.
 */
final class EventStream {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,9}");

    private final int limit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private String type = "";
    private String lastId;
    private Optional<Duration> retry = Optional.empty();

    /**
     * A stream from its beginning.
     *
     * @param limit how many bytes an event may have
     * @param lastId the last id of the stream that this one goes on from
     */
    EventStream(int limit, String lastId) {
        this.limit = limit;
        this.lastId = lastId;
    }

    /** The last id that was seen, which goes on from here; empty if there was none. */
    String lastId() {
        return lastId;
    }

    /** How long the server asks to wait before the next connection. */
    Optional<Duration> retry() {
        return retry;
    }

    /**
     * Reads on; gives the events that are whole now.
     *
     * @throws BoundedBody.TooLongException if an event is longer than allowed
     */
    List<ServerSentEvent> read(List<ByteBuffer> buffers) throws BoundedBody.TooLongException {
        List<ServerSentEvent> events = new ArrayList<>();
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                byte[] part = new byte[partOfLine(buffer)];
                buffer.get(part);
                line.writeBytes(part);
                if (line.size() + data.length() > limit) {
                    throw new BoundedBody.TooLongException(limit);
                }
                if (buffer.hasRemaining()) {
                    endLine(buffer.get(), events);
                }
            }
        }
        return events;
    }

    /** How many bytes there are before the line's end, or before the buffer's if that comes first. */
    private static int partOfLine(ByteBuffer buffer) {
        int end = buffer.position();
        while (end < buffer.limit() && buffer.get(end) != '\n' && buffer.get(end) != '\r') {
            end++;
        }
        return end - buffer.position();
    }

    /** A line feed just after a carriage return belongs to it. */
    private void endLine(byte octet, List<ServerSentEvent> events) {
        boolean ended = octet == '\n' && afterCarriageReturn && line.size() == 0;
        afterCarriageReturn = octet == '\r';
        if (!ended) {
            endLine(events);
        }
    }

    private void endLine(List<ServerSentEvent> events) {
        String text = text();
        line.reset();
        firstLine = false;
        if (text.isEmpty()) {
            endEvent(events);
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        take(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private String text() {
        String text = line.toString(UTF_8);
        return firstLine && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private void take(String field, String value) {
        switch (field) {
            case "event" -> type = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> lastId = value.indexOf('\0') < 0 ? value : lastId;
            case "retry" -> {
                if (MILLISECONDS.matcher(value).matches()) {
                    retry = Optional.of(Duration.ofMillis(Long.parseLong(value)));
                }
            }
            default -> {
                // A comment, which is a line that begins with a colon, or a field that is to be passed over.
            }
        }
    }

    /** An event without data is none. */
    private void endEvent(List<ServerSentEvent> events) {
        if (data.length() > 0) {
            data.setLength(data.length() - 1);
            events.add(new ServerSentEvent(type.isEmpty() ? "message" : type, data.toString(), lastId));
        }
        data.setLength(0);
        type = "";
    }
}
