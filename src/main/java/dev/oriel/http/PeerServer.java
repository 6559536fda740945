package dev.oriel.http;

import dev.oriel.route.InstanceReporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * The listener that other instances call: forwarded reads, and what this instance holds. It has threads of its own, so that
 * forwarded reads never wait behind public ones.
 */
public final class PeerServer implements AutoCloseable {

    private static final int THREADS = 64;

    private final Server server = new Server(ListeningSocket.threads("peer", THREADS));
    private final ListeningSocket socket;

    /**
     * Opens the socket, so that the port is known; nothing is answered before {@link #start}.
     *
     * @param host the address to bind to
     * @param port the port; 0 takes a free one
     * @param maxConnections how many connections there may be
     * @throws ListenerException if the socket cannot be had
     */
    public PeerServer(String host, int port, int maxConnections) throws ListenerException {
        socket = new ListeningSocket(host, port, "server.peer-port", maxConnections);
    }

    /** The port it listens on. */
    public int port() {
        return socket.port();
    }

    /** Starts answering. */
    public void start(ReadHandlers handlers, InstanceReporter self) {
        Handler.Wrapper reads = handlers.forPeers();
        reads.getTail().setHandler(new InstanceHandler(self));
        server.addConnector(socket.connector(server, new HttpConfiguration()));
        server.setHandler(reads);
        server.setErrorHandler(new ProblemErrorHandler());
        LifeCycle.start(server);
    }

    /** Stops answering and closes the socket. */
    @Override
    public void close() throws IOException {
        LifeCycle.stop(server);
        socket.close();
    }

    private static final class InstanceHandler extends Handler.Abstract {
        private static final String PATH = "/peer/v1/instance";
        private static final String ALIVE = "/peer/v1/alive";

        private final InstanceReporter self;

        InstanceHandler(InstanceReporter self) {
            this.self = self;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = request.getHttpURI().getPath();
            if (path.equals(ALIVE)) {
                response.setStatus(HttpStatus.NO_CONTENT_204);
                response.write(true, null, callback);
                return true;
            }
            if (!path.equals(PATH)) {
                return false;
            }
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.CONTENT_TYPE);
            response.write(true, ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(self.report())), callback);
            return true;
        }
    }
}
