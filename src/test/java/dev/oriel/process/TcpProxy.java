package dev.oriel.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * A link that can be cut: connections to its address go on to the same port of 127.0.0.1. Two virtual threads for each connection, of
 * which there are at most {@value #CONNECTIONS}; those beyond are reset.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECTIONS = 1_000;
    private static final int BUFFER = 16 * 1024;
    private static final int BACKLOG = 200;

    /** What becomes of what is sent. */
    public enum Mode {
        /** It arrives. */
        PASS,
        /** It vanishes. New connections come about, and nothing comes over them. */
        DROP,
        /** Connections are reset, old ones and new ones. */
        RESET
    }

    private final ServerSocket listener;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(CONNECTIONS);
    private volatile Mode mode = Mode.PASS;

    /**
     * Opens a link.
     *
     * @param address of the network 127
     */
    TcpProxy(String address, int port) {
        this.port = port;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(address + ":" + port, e);
        }
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    /** From now on. Connections over which something has been lost are reset when others are let pass again. */
    void set(Mode next) {
        mode = next;
        if (next != Mode.DROP) {
            open.forEach(TcpProxy::reset);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (mode == Mode.RESET || !places.tryAcquire()) {
                    reset(client);
                } else {
                    Thread.ofVirtual().name("proxy-connection").start(() -> serve(client));
                }
            } catch (IOException e) {
                // The listener has been closed, or a client was gone before it was met.
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client;
                Socket server = new Socket()) {
            open.add(server);
            server.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            if (mode == Mode.RESET) {
                return;
            }
            Thread back = Thread.ofVirtual().name("proxy-back").start(() -> copy(server, client));
            copy(client, server);
            back.join();
            open.remove(server);
        } catch (IOException e) {
            reset(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            places.release();
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (mode == Mode.PASS) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
            if (mode == Mode.PASS) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            reset(from);
            reset(to);
        }
    }

    /** Closes a connection so that the other side is told of it at once. */
    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed, which is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(TcpProxy::reset);
    }
}
