package dev.oriel.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.oriel.config.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Makes the connection of a link: the peer is asked, by HTTP, to speak the links' protocol on it from then on. */
final class LinkHandshake {

    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final int LONGEST_HEAD = 4096;

    private LinkHandshake() {}

    /**
     * A connection on which frames can be sent, not blocking. Blocks for a second at most.
     *
     * @throws IOException if that cannot be had
     */
    static SocketChannel connect(HostPort peer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            int millis = (int) WITHIN.toMillis();
            channel.socket().connect(new InetSocketAddress(peer.host(), peer.port()), millis);
            channel.socket().setSoTimeout(millis);
            String request = "GET " + LinkRequest.PATH + " HTTP/1.1\r\nHost: " + peer
                    + "\r\nConnection: Upgrade\r\nUpgrade: " + LinkRequest.PROTOCOL + "\r\n\r\n";
            channel.socket().getOutputStream().write(request.getBytes(ISO_8859_1));
            String head = head(channel);
            if (!head.startsWith("HTTP/1.1 101 ")) {
                throw new ProtocolException(
                        "no link was made: " + head.lines().findFirst().orElse(""));
            }
            channel.configureBlocking(false);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String head(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = channel.socket().getInputStream().read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                throw new EOFException("no link was made: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
