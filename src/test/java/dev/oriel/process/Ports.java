package dev.oriel.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports on loopback, below those that the kernel gives to outgoing connections and so could take away again. A port that is
 * free now is not yet taken by whoever is told of it, so each process of tests has ports of its own and gives out one after the
 * other, beginning anywhere.
 */
public final class Ports {

    private static final int FORKS = 4;
    private static final int EACH = 4_900;
    private static final int FIRST = 12_000 + (TestFork.NUMBER - 1) % FORKS * EACH;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(EACH));

    private Ports() {}

    /** One. */
    public static int free() {
        return free(1);
    }

    /** The first of several in a row. */
    static int free(int count) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int offset = NEXT.getAndAdd(count) % EACH;
            if (offset + count <= EACH && areFree(FIRST + offset, count)) {
                return FIRST + offset;
            }
        }
        throw new AssertionError("no " + count + " free ports in a row");
    }

    static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            if (!isFree(port)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
