package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes a text apart at its line feeds, however the bytes are cut. Holds one line at most. Not safe for several threads. */
final class Lines {

    private final int limit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** @param limit how many bytes a line may have */
    Lines(int limit) {
        this.limit = limit;
    }

    /**
     * Reads on; gives the lines that are whole now.
     *
     * @throws BoundedBody.TooLongException if a line is longer than allowed
     */
    List<String> read(List<ByteBuffer> buffers) throws BoundedBody.TooLongException {
        List<String> lines = new ArrayList<>();
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                byte[] part = new byte[partOfLine(buffer)];
                buffer.get(part);
                line.writeBytes(part);
                if (line.size() > limit) {
                    throw new BoundedBody.TooLongException(limit);
                }
                if (buffer.hasRemaining()) {
                    buffer.get();
                    lines.add(line.toString(UTF_8));
                    line.reset();
                }
            }
        }
        return lines;
    }

    /** The last line, if no line feed ended it; else empty. */
    String rest() {
        return line.toString(UTF_8);
    }

    /** How many bytes there are before the line's end, or before the buffer's if that comes first. */
    private static int partOfLine(ByteBuffer buffer) {
        int end = buffer.position();
        while (end < buffer.limit() && buffer.get(end) != '\n') {
            end++;
        }
        return end - buffer.position();
    }
}
