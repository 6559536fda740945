package dev.oriel.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.oriel.config.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection to a peer, for one request at a time: HTTP/1.1 (RFC 9112), as far as one instance needs it of another. A plain socket
 * under a virtual thread: what a general client would hand from thread to thread is read where it is waited for, and while
 * nothing comes, no buffer is held.
 *
 * <p>For one thread at a time; only {@link #close} may come from another, and ends the request. An interrupt of a virtual thread closes
 * the connection, too.
 */
final class PeerConnection implements AutoCloseable {

    private static final int BUFFER_BYTES = 2 << 10;
    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int MAX_BODY_BYTES = 256 << 20;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /**
     * What a peer answers.
     *
     * @param headers by name, of whatever case
     * @param body at most {@value #MAX_BODY_BYTES} bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Response(int status, Map<String, String> headers, byte[] body) {}

    /** The peer has closed the connection instead of answering, as it may at any time while nothing is asked. */
    static final class ClosedUnaskedException extends IOException {
        ClosedUnaskedException(IOException cause) {
            super("the connection was closed", cause);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private volatile boolean reusable = true;

    private PeerConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Connects; a name is looked up each time. */
    static PeerConnection open(HostPort peer, Duration atMost) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(peer.host(), peer.port()), millis(atMost));
            return new PeerConnection(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Whether another request may follow. */
    boolean isReusable() {
        return reusable;
    }

    /**
     * Sends a request and reads its answer.
     *
     * @param request the request, complete with its body if it has one
     * @param atMost how long the answer may take
     * @throws ClosedUnaskedException if the peer has closed the connection without a word
     * @throws SocketTimeoutException if the time is over
     */
    Response exchange(byte[] request, Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        reusable = false;
        int first = firstByte(request, deadline);
        Head answered = readHead(first, deadline);
        Map<String, String> headers = answered.headers();
        byte[] body = readBody(answered, deadline);
        reusable =
                !headers.getOrDefault("Connection", "").toLowerCase(Locale.ROOT).contains("close");
        return new Response(answered.status(), headers, body);
    }

    private int firstByte(byte[] request, long deadline) throws IOException {
        int first;
        try {
            socket.getOutputStream().write(request);
            limit(deadline);
            first = in.read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new ClosedUnaskedException(e);
        }
        if (first < 0) {
            throw new ClosedUnaskedException(new EOFException());
        }
        return first;
    }

    /** The head, and what has come of the body with it. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Head(int status, Map<String, String> headers, byte[] rest) {}

    private Head readHead(int first, long deadline) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        buffer[0] = (byte) first;
        int length = 1;
        int searched = 0;
        while (true) {
            int end = endOfHead(buffer, searched, length);
            if (end >= 0) {
                return head(new String(buffer, 0, end, ISO_8859_1), Arrays.copyOfRange(buffer, end, length));
            }
            searched = Math.max(0, length - 3);
            if (length == buffer.length) {
                if (length >= MAX_HEAD_BYTES) {
                    throw new ProtocolException("a head of more than " + MAX_HEAD_BYTES + " bytes");
                }
                buffer = Arrays.copyOf(buffer, 2 * length);
            }
            length += read(buffer, length, deadline);
        }
    }

    /** The index after the empty line. */
    private static int endOfHead(byte[] bytes, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private static Head head(String text, byte[] rest) throws ProtocolException {
        String[] lines = text.split("\r\n", -1);
        String[] status = lines[0].split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            throw new ProtocolException("no HTTP/1.1: " + lines[0]);
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new Head(number(status[1]), headers, rest);
    }

    private byte[] readBody(Head head, long deadline) throws IOException {
        if (head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
            return new byte[0];
        }
        String given = head.headers().get("Content-Length");
        if (given == null) {
            throw new ProtocolException("an answer that does not say how long it is");
        }
        int length = number(given);
        if (length > MAX_BODY_BYTES || head.rest().length > length) {
            throw new ProtocolException("a body of " + length + " bytes, where " + head.rest().length
                    + " have come and " + MAX_BODY_BYTES + " are allowed");
        }
        byte[] body = Arrays.copyOf(head.rest(), length);
        for (int at = head.rest().length; at < length; ) {
            at += read(body, at, deadline);
        }
        return body;
    }

    private int read(byte[] into, int at, long deadline) throws IOException {
        limit(deadline);
        int read = in.read(into, at, into.length - at);
        if (read < 0) {
            throw new EOFException("the connection was closed amid an answer");
        }
        return read;
    }

    private void limit(long deadline) throws IOException {
        socket.setSoTimeout(millis(Duration.ofNanos(deadline - System.nanoTime())));
    }

    /** At least one: for sockets, 0 is for ever. */
    private static int millis(Duration time) {
        return Math.clamp(time.toMillis(), 1, Integer.MAX_VALUE);
    }

    private static int number(String text) throws ProtocolException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ProtocolException("found '" + text + "' where a number was expected");
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, which is what was wanted.
        }
    }
}
