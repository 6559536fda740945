package dev.oriel.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Copies lines, whole ones only. Holds one line at most, or a piece of what was read. */
final class LineCopy {

    private static final int PIECE = 1 << 16;

    private final OutputStream to;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long lines;

    LineCopy(OutputStream to) {
        this.to = to;
    }

    /** How many lines have been copied. */
    long lines() {
        return lines;
    }

    /**
     * Copies all there is.
     *
     * @return how reading failed, after the whole lines that came before; empty if it did not
     * @throws IOException if writing fails
     */
    Optional<IOException> from(InputStream source) throws IOException {
        byte[] piece = new byte[PIECE];
        while (true) {
            int count;
            try {
                count = source.read(piece);
            } catch (IOException e) {
                return Optional.of(e);
            }
            if (count < 0) {
                endLastLine();
                return Optional.empty();
            }
            copy(piece, count);
            // Who reads a pipe wants to see what there is, and a pipe without a reader is noticed.
            to.flush();
        }
    }

    private void copy(byte[] piece, int count) throws IOException {
        int whole = 0;
        for (int i = 0; i < count; i++) {
            if (piece[i] == '\n') {
                lines++;
                whole = i + 1;
            }
        }
        if (whole > 0) {
            begun.writeTo(to);
            begun.reset();
            to.write(piece, 0, whole);
        }
        begun.write(piece, whole, count - whole);
    }

    private void endLastLine() throws IOException {
        if (begun.size() > 0) {
            begun.write('\n');
            begun.writeTo(to);
            begun.reset();
            lines++;
        }
        to.flush();
    }
}
