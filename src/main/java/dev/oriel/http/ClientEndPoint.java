package dev.oriel.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A client's connection that tells when nothing more comes from it, be it closed or broken.
 *
 * <p>Jetty fails the streams of an HTTP/2 connection that ends without a word. After a GOAWAY, which clients send before they
 * close (RFC 9113, section 6.8), it leaves those alone whose request has come in whole: the client might have closed its
 * output only and still read. Who waits for such a client would wait until the deadline.
 */
final class ClientEndPoint extends SocketChannelEndPoint {

    private final Set<Runnable> onInputEnd = ConcurrentHashMap.newKeySet();

    ClientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /**
     * Has something run when nothing more comes, at once if that is so already. It may run twice if it is added at that very
     * moment; on a thread of Jetty's, which it must not block.
     */
    void addInputEndListener(Runnable listener) {
        onInputEnd.add(listener);
        if (isInputShutdown()) {
            listener.run();
        }
    }

    void removeInputEndListener(Runnable listener) {
        onInputEnd.remove(listener);
    }

    @Override
    protected void doShutdownInput() {
        super.doShutdownInput();
        onInputEnd.forEach(Runnable::run);
    }

    /** The same for a connection that is closed from this side. */
    @Override
    public void doClose() {
        super.doClose();
        onInputEnd.forEach(Runnable::run);
    }
}
