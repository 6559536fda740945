package dev.oriel.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A listener's socket, bound before the server behind it is made: a taken port shows at once, and a free one is known before
 * anything is told of it. Also sets the bounds that both listeners have.
 */
final class ListeningSocket implements AutoCloseable {

    /**
     * Keys have up to 4 KiB, each byte of which may take three characters; {@code Oriel-After} has up to a thousand positions of some
     * sixty; and there are headers beside. A limit, not a size: nothing is set aside.
     */
    private static final int REQUEST_HEADER_BYTES = 80 * 1024;

    private static final int RESPONSE_HEADER_BYTES = 16 * 1024;
    private static final int ACCEPT_QUEUE = 1024;
    private static final Duration IDLE = Duration.ofSeconds(90);

    /** Of each HTTP/2 connection. One client may have as many reads wait, and give them all up within a second. */
    private static final int STREAMS = 1_000;

    private static final int MIN_THREADS = 8;

    private final ServerSocketChannel channel;
    private final int maxConnections;

    /**
     * Binds the socket.
     *
     * @param host the address to bind to
     * @param port the port; 0 takes a free one
     * @param setting the setting that names the port, for the message
     * @param maxConnections how many connections there may be; further ones are left in the queue until others end
     * @throws ListenerException if it cannot be had
     */
    ListeningSocket(String host, int port, String setting, int maxConnections) throws ListenerException {
        this.maxConnections = maxConnections;
        try {
            channel = ServerSocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(host, port), ACCEPT_QUEUE);
        } catch (IOException e) {
            throw new ListenerException(
                    "cannot listen on " + host + ":" + port + " (" + setting + "): " + e.getMessage(), e);
        }
    }

    /** The port it is bound to. */
    int port() {
        try {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connector of a server that answers on this socket over HTTP/1.1. */
    ServerConnector connector(Server server, HttpConfiguration http) {
        return opened(server, new HttpConnectionFactory(bounded(http)));
    }

    /** The same for one that also speaks HTTP/2 in cleartext, with clients that know it (RFC 9113, section 3.3) or ask for it first. */
    ServerConnector connectorWithHttp2(Server server, HttpConfiguration http) {
        HttpConfiguration bounded = bounded(http);
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(bounded);
        http2.setMaxConcurrentStreams(STREAMS);
        http2.setRateControlFactory(new WindowRateControl.Factory(2 * STREAMS));
        return opened(server, new HttpConnectionFactory(bounded), http2);
    }

    private ServerConnector opened(Server server, ConnectionFactory... protocols) {
        ServerConnector connector = new ServerConnector(server, protocols) {
            @Override
            protected SocketChannelEndPoint newEndPoint(
                    SocketChannel client, ManagedSelector selector, SelectionKey key) {
                ClientEndPoint endPoint = new ClientEndPoint(client, selector, key, getScheduler());
                endPoint.setIdleTimeout(getIdleTimeout());
                return endPoint;
            }
        };
        connector.setIdleTimeout(IDLE.toMillis());
        server.addBean(new NetworkConnectionLimit(maxConnections, connector));
        try {
            connector.open(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }

    /** Any character may be in a key, so no path is refused for being ambiguous. */
    private static HttpConfiguration bounded(HttpConfiguration http) {
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
        http.setResponseHeaderSize(RESPONSE_HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        return http;
    }

    /** A thread pool for one listener alone, so that no listener can starve another. */
    static QueuedThreadPool threads(String name, int max) {
        QueuedThreadPool threads = new QueuedThreadPool(max, MIN_THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        return threads;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
