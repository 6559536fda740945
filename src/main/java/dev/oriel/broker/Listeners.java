package dev.oriel.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The broker's two listening sockets on 127.0.0.1, bound before Kafka starts.
 *
 * <p>Kafka wants the controller's port in its configuration and treats a taken one as a fatal fault of the process. Binding
 * first and handing the sockets over settles both without a race: the ports are known, and they are ours.
 */
final class Listeners implements ServerSocketFactory, AutoCloseable {

    static final String HOST = "127.0.0.1";
    static final String CLIENTS = "PLAINTEXT";
    static final String CONTROLLER = "CONTROLLER";

    private static final int BACKLOG = 50;

    private final ServerSocketChannel clients;
    private final ServerSocketChannel controller;
    private final int clientPort;
    private final int controllerPort;

    private Listeners(ServerSocketChannel clients, ServerSocketChannel controller) throws IOException {
        this.clients = clients;
        this.controller = controller;
        this.clientPort = portOf(clients);
        this.controllerPort = portOf(controller);
    }

    /** Binds both; {@code port} is the clients', 0 for a free one. */
    static Listeners bind(int port) {
        try {
            ServerSocketChannel clients = bindLoopback(port);
            try {
                return new Listeners(clients, bindLoopback(0));
            } catch (IOException e) {
                clients.close();
                throw e;
            }
        } catch (BindException e) {
            throw new PortInUseException(port, e);
        } catch (IOException e) {
            throw new BrokerStartException("cannot listen on " + HOST + ":" + port + ": " + e.getMessage(), e);
        }
    }

    int clientPort() {
        return clientPort;
    }

    int controllerPort() {
        return controllerPort;
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes) throws IOException {
        return switch (listenerName) {
            case CLIENTS -> clients;
            case CONTROLLER -> controller;
            default -> throw new IOException("no socket was bound for the listener " + listenerName);
        };
    }

    /** Closes what Kafka did not take over, and does no harm to what it did and has closed. */
    @Override
    public void close() {
        try (clients;
                controller) {
            // Both are closed, also if the first close fails.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocketChannel bindLoopback(int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            return channel.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), BACKLOG);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static int portOf(ServerSocketChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }
}
