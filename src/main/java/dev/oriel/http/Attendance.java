package dev.oriel.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;

/**
 * Serves an exchange on a virtual thread of its own, which may block. When the client leaves, the thread is interrupted, and so whatever
 * it waits for.
 */
final class Attendance implements Runnable {

    /** What is done for the client. */
    interface Service {

        /** Serves the client for as long as that lasts; returns how to end the exchange once all else has been let go of. */
        Runnable serve();

        /** Ends the exchange, since the client has left. */
        void leave(Exception cause);
    }

    private final HttpExchange exchange;
    private final String name;
    private final Service service;
    private ClientGone.Registration client = new Unwatched();

    private Attendance(HttpExchange exchange, String name, Service service) {
        this.exchange = exchange;
        this.name = name;
        this.service = service;
    }

    /**
     * Begins; returns at once.
     *
     * @param name the thread's name
     */
    static void begin(HttpExchange exchange, String name, Service service) {
        Attendance attendance = new Attendance(exchange, name, service);
        // What is left of a body means nothing here, but the connection cannot be watched while there is some of it to
        // be read.
        Content.Source.consumeAll(exchange.request(), Callback.from(attendance::start, exchange::abandon));
    }

    private void start() {
        Thread thread = Thread.ofVirtual().name(name).unstarted(this);
        client = ClientGone.watch(exchange.request(), thread::interrupt);
        thread.start();
    }

    @Override
    public void run() {
        Runnable ending = service.serve();
        // An interrupt that came too late to end anything must not reach Jetty: it would close the connection.
        boolean unused = Thread.interrupted();
        if (client.close()) {
            ending.run();
        } else {
            service.leave(new EofException("the client has left"));
        }
    }
}
