package dev.oriel.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes server-sent events (WHATWG HTML, section 9.2), to be sent together. Not thread-safe. */
final class EventBuffer {

    private static final byte[] DATA = "data: ".getBytes(UTF_8);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

    /**
     * An event.
     *
     * @param type its type, without line breaks
     * @param data its data; each line of it, ended by LF, CR or both, becomes a line of data
     * @param id its id, without line breaks; empty for none
     */
    void event(String type, byte[] data, String id) {
        id(id);
        text("event: " + type + "\n");
        int lineAt = 0;
        for (int at = 0; at < data.length; at++) {
            if (data[at] == '\n' || data[at] == '\r') {
                line(data, lineAt, at);
                at += data[at] == '\r' && at + 1 < data.length && data[at + 1] == '\n' ? 1 : 0;
                lineAt = at + 1;
            }
        }
        line(data, lineAt, data.length);
        bytes.write('\n');
    }

    private void line(byte[] data, int from, int to) {
        bytes.writeBytes(DATA);
        bytes.write(data, from, to - from);
        bytes.write('\n');
    }

    /** An id and nothing else: clients that follow the specification remember it and are not told of an event. */
    void idAlone(String id) {
        id(id);
        bytes.write('\n');
    }

    /** A comment, which says nothing but that the stream is alive. */
    void heartbeat() {
        text(":\n\n");
    }

    private void id(String id) {
        if (!id.isEmpty()) {
            text("id: " + id + "\n");
        }
    }

    private void text(String text) {
        bytes.writeBytes(text.getBytes(UTF_8));
    }

    /** How many bytes there are. */
    int size() {
        return bytes.size();
    }

    /** Takes what was written. */
    ByteBuffer take() {
        ByteBuffer taken = ByteBuffer.wrap(bytes.toByteArray());
        bytes.reset();
        return taken;
    }
}
