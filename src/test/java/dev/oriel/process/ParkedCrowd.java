package dev.oriel.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Many connections to one instance, served by one thread. For one thread. */
final class ParkedCrowd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(50);

    /** When the first and the last of them were answered, counted from what woke them. */
    record Woken(Duration first, Duration last) {}

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Selector selector;

    private ParkedCrowd() throws IOException {
        selector = Selector.open();
    }

    static ParkedCrowd connect(int port, int count) throws IOException {
        ParkedCrowd crowd = new ParkedCrowd();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            channel.register(crowd.selector, SelectionKey.OP_READ);
            crowd.channels.add(channel);
        }
        return crowd;
    }

    /** Sends a request on each connection. */
    void park(IntFunction<String> path) throws IOException {
        for (int i = 0; i < channels.size(); i++) {
            ByteBuffer request =
                    ByteBuffer.wrap(("GET " + path.apply(i) + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(ISO_8859_1));
            while (request.hasRemaining()) {
                channels.get(i).write(request);
            }
        }
    }

    /** Sends the same request on each connection and waits for the answers. */
    void answerOnce(String path) throws IOException {
        park(i -> path);
        awaitAnswers(() -> {});
    }

    /** Waits until something has come on each connection; small answers come in one piece. */
    Woken awaitAnswers(Runnable waking) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        long start = System.nanoTime();
        Thread waker = Thread.ofPlatform().start(waking);
        long first = 0;
        int answered = 0;
        while (answered < channels.size()) {
            if (selector.select(PATIENCE.toMillis()) == 0) {
                throw new AssertionError(answered + " of " + channels.size() + " were answered");
            }
            if (first == 0) {
                first = System.nanoTime();
            }
            for (SelectionKey key : selector.selectedKeys()) {
                buffer.clear();
                if (((SocketChannel) key.channel()).read(buffer) > 0) {
                    answered++;
                }
            }
            selector.selectedKeys().clear();
        }
        long last = System.nanoTime();
        join(waker);
        return new Woken(Duration.ofNanos(first - start), Duration.ofNanos(last - start));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
