package dev.oriel.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Many watches of one instance, read by one thread. Values are taken to be {@code {"t":n}}, with the time at which they were written.
 * For one thread.
 */
final class WatchCrowd implements AutoCloseable {

    private static final byte[] TIME = "\"t\":".getBytes(ISO_8859_1);
    private static final int EVERY = 97;

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private Latencies delays = new Latencies();
    private long events;
    private long bytes;

    /** Where in an event a connection's reading stands. */
    private static final class Place {
        private int matched;
        private long time;
    }

    private WatchCrowd() throws IOException {}

    /** Opens so many. */
    static WatchCrowd open(int port, int count, IntFunction<String> path) throws IOException {
        WatchCrowd crowd = new WatchCrowd();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String request = "GET " + path.apply(i) + " HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n";
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.configureBlocking(false);
            channel.register(crowd.selector, SelectionKey.OP_READ, new Place());
            crowd.channels.add(channel);
        }
        return crowd;
    }

    /** Begins to count anew. */
    void reset() {
        delays = new Latencies();
        events = 0;
        bytes = 0;
    }

    /** Reads what comes until then. */
    void readUntil(long nanoTime) throws IOException {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            selector.select(this::read, Math.max(1, left / 1_000_000));
        }
    }

    private void read(SelectionKey key) {
        buffer.clear();
        try {
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                throw new AssertionError("a watch was closed");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        buffer.flip();
        bytes += buffer.remaining();
        Place place = (Place) key.attachment();
        while (buffer.hasRemaining()) {
            next(place, buffer.get());
        }
    }

    private void next(Place place, byte b) {
        if (place.matched < TIME.length) {
            place.matched = b == TIME[place.matched] ? place.matched + 1 : b == TIME[0] ? 1 : 0;
            place.time = 0;
        } else if (b >= '0' && b <= '9') {
            place.time = place.time * 10 + b - '0';
        } else {
            place.matched = 0;
            events++;
            if (events % EVERY == 0) {
                delays.add(System.nanoTime() - place.time);
            }
        }
    }

    /** How many events have come. */
    long events() {
        return events;
    }

    /** How many bytes they, and all around them, have had. */
    long bytes() {
        return bytes;
    }

    /** How long some of them took from being written to being read. */
    Latencies delays() {
        return delays;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
