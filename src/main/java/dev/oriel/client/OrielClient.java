package dev.oriel.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A client of Oriel's servers: reads views by key, waits for writes, watches changes. Make one for each cluster and keep it; it is
 * immutable and safe for all threads, virtual ones too. Close it in the end.
 *
 * <p>Any server can answer any read. They are asked in turn; one that cannot be reached or stays silent is passed over, and for a
 * while asked last. A read that finds no server, or meets one that asks for patience (503, 429), is made again after a pause, as
 * often as {@link Builder#maxRetries} says, but never beyond its deadline. Other errors are final.
 *
 * <p>See the {@linkplain dev.oriel.client package} for an example.
 */
public final class OrielClient implements AutoCloseable {

    private final Transport transport;
    private final ViewSources sources;

    private OrielClient(Settings settings) {
        transport = new Transport(settings);
        sources = new ViewSources(transport);
    }

    /** Begins a client. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A view, whose reads stand each alone. Nothing is sent: whether the view exists, a read will tell.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public ViewClient view(String name) {
        return new ViewClient(name, new DirectReader(transport), transport);
    }

    /** A session that has seen nothing yet. */
    public Session session() {
        return new Session(transport, sources);
    }

    /**
     * A session that goes on where another one was, perhaps in another process.
     *
     * @param token the other one's {@link Session#token()}
     * @throws IllegalArgumentException if it cannot be read; the message says what was expected
     */
    public Session session(String token) {
        Session session = session();
        session.remember(token);
        return session;
    }

    /**
     * Gives up what is under way: reads fail with {@link IllegalStateException}, as do later ones, and watches complete. Does not
     * wait. Before JDK 21 idle connections are closed a little later, when the client has become garbage.
     */
    @Override
    public void close() {
        transport.close();
    }

    /** The servers, and the limits of a client. Not safe for several threads. */
    public static final class Builder {

        private static final Duration LONGEST = Duration.ofHours(24);

        private final List<URI> servers = new ArrayList<>();
        private Duration connectTimeout = Duration.ofSeconds(2);
        private Duration requestTimeout = Duration.ofSeconds(10);
        private int maxRetries = 3;
        private Duration sessionWait = Duration.ofSeconds(10);
        private Duration watchSilence = Duration.ofSeconds(45);
        private int maxConcurrentRequests = 1_000;
        private int maxAnswerBytes = 16 << 20;
        private Executor callbacks = new CompletableFuture<Boolean>().defaultExecutor();

        private Builder() {}

        /**
         * Adds a server, or something that stands in front of several, such as {@code http://oriel-0:8080}.
         *
         * @param url an {@code http} or {@code https} URL, with or without a path in front of {@code /v1}
         * @throws IllegalArgumentException if it is none
         */
        public Builder server(String url) {
            servers.add(parse(url));
            return this;
        }

        private static URI parse(String url) {
            try {
                URI uri = new URI(url.replaceAll("/+$", ""));
                boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                    return uri;
                }
            } catch (URISyntaxException ignored) {
                // Told below, together with URLs of other kinds.
            }
            throw new IllegalArgumentException(
                    "expected a server's URL, for example http://oriel-0:8080, found '" + url + "'");
        }

        /** How long it may take to connect to a server before another one is asked; 2 s unless set. */
        public Builder connectTimeout(Duration most) {
            connectTimeout = positive("connectTimeout", most);
            return this;
        }

        /**
         * How long a read may take, retries included; 10 s unless set. What the read waits for its conditions is added to it. Where
         * there are several servers, one that has not answered in half of the time is passed over. For lookups and scans it is the
         * time of each request; for an export also the longest time in which nothing comes.
         */
        public Builder requestTimeout(Duration most) {
            requestTimeout = positive("requestTimeout", most);
            return this;
        }

        /**
         * How often a read is made again when no server can be reached, or one asks for patience (503, 429); 3 times unless set. The
         * pause is the one that the server asks for, else 100 ms at first and twice as long each time. To try the other servers
         * when one cannot be reached is not counted.
         */
        public Builder maxRetries(int most) {
            maxRetries = between("maxRetries", 0, 1_000, most);
            return this;
        }

        /** How long a session's reads wait for what the session has seen; 10 s unless set. */
        public Builder sessionWait(Duration most) {
            sessionWait = positive("sessionWait", most);
            return this;
        }

        /**
         * How long nothing may come on a watch's connection, no heartbeat either, before it counts as dead and another is made; 45 s
         * unless set, which is three heartbeats.
         */
        public Builder watchSilence(Duration most) {
            watchSilence = positive("watchSilence", most);
            return this;
        }

        /**
         * How many reads, watches and exports may be under way at once; 1,000 unless set. Each has a connection of its own. One more
         * fails with {@link OverloadedException}, without being sent.
         */
        public Builder maxConcurrentRequests(int most) {
            maxConcurrentRequests = between("maxConcurrentRequests", 1, 1_000_000, most);
            return this;
        }

        /**
         * How many bytes an answer may have, an event of a watch and an entry of an export; 16 MiB unless set. A longer one fails
         * with {@link UnexpectedAnswerException}.
         */
        public Builder maxAnswerBytes(int most) {
            maxAnswerBytes = between("maxAnswerBytes", 1, Integer.MAX_VALUE - 8, most);
            return this;
        }

        /**
         * Runs what follows on an asynchronous read, and the subscribers of watches; the JDK's common pool unless set. What blocks
         * there holds up what else runs there, but never the client itself.
         */
        public Builder callbackExecutor(Executor executor) {
            callbacks = executor;
            return this;
        }

        /**
         * Makes the client. Nothing is sent yet.
         *
         * @throws IllegalStateException if no server was named
         */
        public OrielClient build() {
            if (servers.isEmpty()) {
                throw new IllegalStateException("name at least one server");
            }
            return new OrielClient(new Settings(
                    List.copyOf(servers),
                    connectTimeout,
                    requestTimeout,
                    maxRetries,
                    sessionWait,
                    watchSilence,
                    maxConcurrentRequests,
                    maxAnswerBytes,
                    callbacks));
        }

        private static Duration positive(String name, Duration value) {
            if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "expected " + name + " from 1 ms to " + LONGEST + ", found " + value);
            }
            return value;
        }

        private static int between(String name, int least, int most, int value) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        "expected " + name + " from " + least + " to " + most + ", found " + value);
            }
            return value;
        }
    }
}
