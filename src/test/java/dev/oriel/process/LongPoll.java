package dev.oriel.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** One reader that polls one key for its next change, over a connection that it keeps. For one thread. */
final class LongPoll implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 40_000;

    private final Socket socket;
    private final InputStream in;
    private final String path;
    private String tag = "\"none\"";
    private boolean forwarded;

    LongPoll(int port, String view, String key) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        path = ServeProcess.keyPath(view, key);
    }

    /** Asks for the next change. */
    void ask() throws IOException {
        send(path + "?wait=30s");
    }

    /** The time at which the answer begins to arrive; it must be a change. */
    long awaitAnswer() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            throw new EOFException("the connection was closed");
        }
        long now = System.nanoTime();
        in.reset();
        int status = receive();
        if (status != 200) {
            throw new AssertionError("status " + status);
        }
        return now;
    }

    /** Takes note of the present version. */
    void catchUp() throws IOException {
        int status;
        do {
            send(path);
            status = receive();
        } while (status == 200);
    }

    private void send(String target) throws IOException {
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: " + tag + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
    }

    private int receive() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("etag:")) {
                tag = header.substring(5).strip();
            } else if (lower.startsWith("content-length:") && status != 304) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (lower.startsWith("oriel-served-by:")) {
                forwarded = header.contains("hops=1");
            }
        }
        in.readNBytes(length);
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Whether the last answer came from another instance. */
    boolean forwarded() {
        return forwarded;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
