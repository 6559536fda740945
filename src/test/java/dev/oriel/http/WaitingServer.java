package dev.oriel.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * A Jetty whose requests wait under a watch. {@code /park} until the test answers, {@code /read} likewise once the
 * content was read, {@code /unwatched} without a watch; {@code /soon/x} and {@code /race/x} for {@code micros} on another
 * thread; {@code /now/x} not at all.
 */
final class WaitingServer {
    enum Transport {
        CLEARTEXT(InvocationType.NON_BLOCKING),
        CLEARTEXT_BLOCKING_HANDLER(InvocationType.BLOCKING),
        TLS(InvocationType.NON_BLOCKING);

        private final InvocationType handlers;

        Transport(InvocationType handlers) {
            this.handlers = handlers;
        }
    }

    private static final String PASSWORD = "loopback";

    private final Server server = new Server();
    private final ServerConnector connector;
    private final Optional<SSLContext> clientTls;
    private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Parked> parked = new LinkedBlockingQueue<>();
    private final Queue<Parked> raced = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reportedGone = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();

    private WaitingServer(Transport transport, Path directory) throws Exception {
        HttpConnectionFactory http = new HttpConnectionFactory(new HttpConfiguration());
        if (transport == Transport.TLS) {
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStorePath(keyStore(directory).toString());
            tls.setKeyStorePassword(PASSWORD);
            connector = new ServerConnector(server, new SslConnectionFactory(tls, http.getProtocol()), http);
            clientTls = Optional.of(trustAll());
        } else {
            connector = new ServerConnector(server, http);
            clientTls = Optional.empty();
        }
        connector.setHost("127.0.0.1");
        connector.addBean(new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                if (connection instanceof Connection.UpgradeFrom) {
                    accepted.incrementAndGet();
                }
            }
        });
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract(transport.handlers) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                return serve(request, response, callback);
            }
        });
        server.start();
    }

    static WaitingServer start(Transport transport, Path directory) throws Exception {
        return new WaitingServer(transport, directory);
    }

    HttpClientSocket connect() throws IOException {
        return HttpClientSocket.connect(connector.getLocalPort(), clientTls);
    }

    /** The next request that waits for the test. */
    Parked parked() throws InterruptedException {
        return Objects.requireNonNull(parked.poll(10, TimeUnit.SECONDS), "no request arrived");
    }

    List<Parked> raced() {
        return List.copyOf(raced);
    }

    int reportedGone() {
        return reportedGone.get();
    }

    int connections() {
        return connector.getConnectedEndPoints().size();
    }

    int accepted() {
        return accepted.get();
    }

    void idleTimeout(Duration timeout) {
        connector.setIdleTimeout(timeout.toMillis());
    }

    void closeConnections() {
        connector.getConnectedEndPoints().forEach(EndPoint::close);
    }

    void stop() throws Exception {
        answering.close();
        server.stop();
    }

    private boolean serve(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        String name = path.substring(path.lastIndexOf('/') + 1);
        Parked waiting = new Parked(request, response, callback);
        switch (path.substring(0, path.length() - name.length())) {
            case "/now/" -> waiting.answer(name);
            case "/soon/" -> answerSoon(waiting, name);
            case "/race/" -> {
                raced.add(waiting);
                answerSoon(waiting, name);
            }
            default -> {
                switch (name) {
                    case "park" -> park(waiting);
                    case "read" ->
                        Content.Source.consumeAll(request, Callback.from(() -> park(waiting), callback::failed));
                    default -> parked.add(waiting);
                }
            }
        }
        return true;
    }

    private void park(Parked waiting) {
        waiting.watch();
        parked.add(waiting);
    }

    private void answerSoon(Parked waiting, String name) {
        waiting.watch();
        answering.execute(() -> answer(waiting, name));
    }

    private static void answer(Parked waiting, String name) {
        Fields query = Request.extractQueryParameters(waiting.request);
        if (query.getValue("micros") != null) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(query.getValue("micros"))));
        }
        if (waiting.close()) {
            waiting.answer(name);
        } else {
            waiting.abandon();
        }
    }

    /** A request that waits. */
    final class Parked {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final AtomicInteger gone = new AtomicInteger();
        private volatile ClientGone.Registration registration = new Unwatched();

        private Parked(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        void watch() {
            registration = ClientGone.watch(request, () -> {
                gone.incrementAndGet();
                reportedGone.incrementAndGet();
            });
        }

        boolean close() {
            return registration.close();
        }

        /** How often the client was reported as gone. */
        int gone() {
            return gone.get();
        }

        /** Whether Jetty has given the request up. */
        boolean hasFailed() {
            return Content.Chunk.isFailure(request.read());
        }

        void answer(String body) {
            response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.US_ASCII)), callback);
        }

        void abandon() {
            callback.failed(new EofException("the client has gone"));
        }
    }

    private static Path keyStore(Path directory) throws Exception {
        Path store = directory.resolve("keys.p12");
        if (!Files.exists(store)) {
            Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
            Process process = new ProcessBuilder(
                            keytool.toString(),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool.log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(Files.readString(directory.resolve("keytool.log")));
            }
        }
        return store;
    }

    private static SSLContext trustAll() throws Exception {
        SslContextFactory.Client client = new SslContextFactory.Client(true);
        client.start();
        return client.getSslContext();
    }
}
