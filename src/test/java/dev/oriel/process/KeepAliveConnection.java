package dev.oriel.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 connection, for one GET after the other. It spends a tenth of what the JDK's client does, so that on a small
 * machine a test's time is the server's. For one thread.
 */
public final class KeepAliveConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Tells the length of a body that it does not have. */
    private static final int NOT_MODIFIED = 304;

    private final Socket socket;
    private final InputStream in;
    private final String host;

    /** Connects to a port of this machine. */
    public KeepAliveConnection(int port) throws IOException {
        this(port, PATIENCE);
    }

    /** Connects to a port of this machine, which may take so long. */
    public KeepAliveConnection(int port, Duration patience) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        connect(port, patience);
        in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        host = "127.0.0.1:" + port;
    }

    /** A response, its headers by lower-case name and its body's bytes one a character. */
    public record Response(int status, Map<String, String> headers, String latin1) {

        boolean isForwarded() {
            return headers.getOrDefault("oriel-served-by", "").contains(";hops=1");
        }

        /** The body. */
        public byte[] body() {
            return latin1.getBytes(ISO_8859_1);
        }
    }

    Response get(String path) throws IOException {
        return get(path, Map.of(), PATIENCE);
    }

    /**
     * Sends a GET and waits for its answer.
     *
     * @param fields of the request's head
     * @param patience how long each part of the answer may take
     * @throws java.net.SocketTimeoutException if one takes longer; the connection is of no use any more then
     */
    public Response get(String path, Map<String, String> fields, Duration patience) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        fields.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        socket.setSoTimeout((int) patience.toMillis());
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = status == NOT_MODIFIED ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Response(status, headers, new String(in.readNBytes(length), ISO_8859_1));
    }

    private void connect(int port, Duration patience) throws IOException {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) patience.toMillis());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private String line() throws IOException {
        return line(in);
    }

    /** The next line of a head, without its end. */
    static String line(InputStream in) throws IOException {
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

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
