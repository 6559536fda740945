package dev.oriel.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** An HTTP/1.1 client with a say in every packet: it sends pieces, pipelines, and leaves politely or not. */
final class HttpClientSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket connection;
    private final Socket socket;
    private final InputStream in;

    private HttpClientSocket(Socket connection, Socket socket) throws IOException {
        this.connection = connection;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        connection.setTcpNoDelay(true);
        connection.setSoTimeout(PATIENCE_MILLIS);
    }

    static HttpClientSocket connect(int port, Optional<SSLContext> tls) throws IOException {
        Socket connection = new Socket(InetAddress.getLoopbackAddress(), port);
        Socket socket = tls.isPresent()
                ? tls.get().getSocketFactory().createSocket(connection, "localhost", port, true)
                : connection;
        return new HttpClientSocket(connection, socket);
    }

    void send(String text) throws IOException {
        if (!text.isEmpty()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The body of the next response, which must be a 200 that says its length. */
    String receive() throws IOException {
        String status = line();
        if (!status.equals("HTTP/1.1 200 OK")) {
            throw new IOException("unexpected: " + status);
        }
        int length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).trim());
            }
        }
        byte[] body = in.readNBytes(length);
        return new String(body, StandardCharsets.US_ASCII);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection after: " + line);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    boolean hasAnswerWithin(Duration time) throws IOException {
        return peek(time).isPresent();
    }

    boolean isClosedByServerWithin(Duration time) throws IOException {
        return peek(time).filter(next -> next < 0).isPresent();
    }

    private Optional<Integer> peek(Duration time) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        try {
            in.mark(1);
            int next = in.read();
            in.reset();
            return Optional.of(next);
        } catch (SocketTimeoutException nothing) {
            return Optional.empty();
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Leaves with a RST, without a word of TLS. */
    void reset() throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    /** Leaves with a FIN, and with close_notify before it under TLS. */
    @Override
    public void close() throws IOException {
        try {
            // Under TLS, close waits so long for the server's close_notify.
            socket.setSoTimeout(1);
            socket.close();
        } catch (SocketException alreadyClosed) {
            connection.close();
        }
    }
}
