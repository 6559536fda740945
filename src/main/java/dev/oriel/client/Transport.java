package dev.oriel.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP connections of one client, and how many requests may use them. Safe for all threads. */
final class Transport implements AutoCloseable {

    /** Threads that read and write; nothing blocks on them, and a task waits for one only behind requests that are under way. */
    private static final int THREADS = 4;

    private static final int IDLE_SECONDS = 5;
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);

    /** The longest time between two attempts when the server names none. */
    static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    private final Settings settings;
    private final Servers servers;
    private final ThreadPoolExecutor io;
    private final HttpClient http;
    private final UnderWay underWay;

    Transport(Settings settings) {
        this.settings = settings;
        servers = new Servers(settings.servers(), System::nanoTime);
        underWay = new UnderWay(settings.maxConcurrentRequests());
        io = threads();
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(io)
                .build();
    }

    private static ThreadPoolExecutor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "oriel-client-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        // So that they end by themselves once the client is closed; the JDK's own cleaning up may need them until then.
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    Settings settings() {
        return settings;
    }

    Servers servers() {
        return servers;
    }

    Executor io() {
        return io;
    }

    Backoff backoff() {
        return new Backoff(
                FIRST_RETRY, LONGEST_BACKOFF, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Asks the servers until one has answered or the time is over. Does not block. The result fails only by a defect; to cancel
     * it ends the request.
     *
     * @throws IllegalStateException if the client is closed
     */
    CompletableFuture<Reply> call(ReadRequest request) {
        Pending<Reply> reply = Pending.create();
        Optional<UnderWay.Entered> entered = underWay.enter(() -> reply.complete(new Reply.Closed()));
        if (entered.isEmpty()) {
            reply.complete(new Reply.TooMany(settings.maxConcurrentRequests()));
            return reply;
        }
        var unused = reply.whenComplete((value, failure) -> entered.get().leave());
        new Call(this, request, reply).begin();
        return reply;
    }

    /**
     * Lets a watch begin, which counts as one request for as long as it lasts; empty if there are as many as may be.
     *
     * @param abandon ends the watch when the client is closed
     * @throws IllegalStateException if the client is closed
     */
    Optional<UnderWay.Entered> enter(Runnable abandon) {
        return underWay.enter(abandon);
    }

    /**
     * Sends one request and reads its whole answer; of a stream that was asked for, only the head. To cancel the result with
     * {@code true} closes the connection.
     */
    CompletableFuture<HttpResponse<AnswerBody>> send(HttpRequest request) {
        boolean mayStream = request.headers()
                .firstValue("Accept")
                .filter(RangeQuery.STREAM::equals)
                .isPresent();
        return http.sendAsync(request, response -> {
            boolean streams = mayStream
                    && response.statusCode() == 200
                    && HttpAnswer.hasType(response.headers(), RangeQuery.STREAM);
            return streams
                    ? new StreamedBody()
                    : HttpResponse.BodySubscribers.mapping(
                            new BoundedBody(settings.maxAnswerBytes()), AnswerBody::whole);
        });
    }

    /** Sends one request and gives its answer as soon as the body begins; the body must be subscribed to. */
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> open(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher());
    }

    /** Ends what is under way. Connections are closed at once on JDK 21 and later, else when the JDK notices that they are idle. */
    @Override
    public void close() {
        underWay.close();
        try {
            MethodHandles.publicLookup()
                    .findVirtual(HttpClient.class, "shutdownNow", MethodType.methodType(void.class))
                    .invoke(http);
        } catch (NoSuchMethodException olderJdk) {
            // It stops by itself when it is garbage.
        } catch (Throwable e) {
            throw new IllegalStateException("the HTTP client does not stop", e);
        }
    }
}
