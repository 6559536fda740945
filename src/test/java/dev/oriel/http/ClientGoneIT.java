package dev.oriel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.oriel.http.WaitingServer.Parked;
import dev.oriel.http.WaitingServer.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave, stay or hurry while their requests wait, over real sockets. */
@ParameterizedClass
@EnumSource(Transport.class)
@Timeout(120)
class ClientGoneIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TempDir
    static Path directory;

    private final WaitingServer server;

    ClientGoneIT(Transport transport) throws Exception {
        server = WaitingServer.start(transport, directory);
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void a_client_that_closes_its_connection_is_gone_at_once_and_leaves_nothing_behind() throws Exception {
        Parked parked;
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/park"));
            parked = server.parked();
        }
        await().atMost(AT_ONCE).untilAsserted(() -> assertThat(parked.gone()).isOne());
        assertThat(parked.close()).isFalse();
        parked.abandon();
        await().atMost(AT_ONCE)
                .untilAsserted(() -> assertThat(server.connections()).isZero());
        assertThat(parked.gone()).isOne();
    }

    @Test
    void a_client_that_resets_its_connection_is_gone_at_once() throws Exception {
        HttpClientSocket client = server.connect();
        client.send(get("/park"));
        Parked parked = server.parked();
        client.reset();
        await().atMost(AT_ONCE).untilAsserted(() -> assertThat(parked.gone()).isOne());
        parked.abandon();
        await().atMost(AT_ONCE)
                .untilAsserted(() -> assertThat(server.connections()).isZero());
    }

    @Test
    void a_client_that_leaves_after_pipelining_is_gone_at_once() throws Exception {
        Parked parked;
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/park") + get("/now/1"));
            parked = server.parked();
            client.send(get("/now/2"));
        }
        await().atMost(AT_ONCE).untilAsserted(() -> assertThat(parked.gone()).isOne());
    }

    @Test
    void a_client_that_left_before_the_watch_began_is_gone_at_once() throws Exception {
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/unwatched"));
        }
        Parked parked = server.parked();
        parked.watch();
        await().atMost(AT_ONCE).untilAsserted(() -> assertThat(parked.gone()).isOne());
    }

    @Test
    void a_connection_that_the_server_closes_counts_as_gone() throws Exception {
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/park"));
            Parked parked = server.parked();
            server.closeConnections();
            await().atMost(AT_ONCE)
                    .untilAsserted(() -> assertThat(parked.gone()).isOne());
        }
    }

    @Test
    void a_connection_that_the_server_closed_before_the_watch_began_counts_as_gone() throws Exception {
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/unwatched"));
            Parked parked = server.parked();
            server.closeConnections();
            parked.watch();
            await().atMost(AT_ONCE)
                    .untilAsserted(() -> assertThat(parked.gone()).isOne());
        }
    }

    @Test
    void a_client_that_stays_is_answered_and_its_leaving_afterwards_is_not_reported() throws Exception {
        Parked parked;
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/park"));
            parked = server.parked();
            assertThat(parked.close()).isTrue();
            assertThat(parked.close()).isTrue();
            parked.answer("here");
            assertThat(client.receive()).isEqualTo("here");
            client.send(get("/now/next"));
            assertThat(client.receive()).isEqualTo("next");
        }
        await().atMost(AT_ONCE)
                .untilAsserted(() -> assertThat(server.connections()).isZero());
        assertThat(parked.gone()).isZero();
    }

    @Test
    void a_request_may_be_watched_again_after_a_watch_was_closed_but_not_before() throws Exception {
        Parked parked;
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/park") + get("/now/1"));
            parked = server.parked();
            assertThatThrownBy(parked::watch).isInstanceOf(IllegalStateException.class);
            for (int i = 0; i < 3; i++) {
                assertThat(parked.close()).isTrue();
                parked.watch();
            }
            assertThat(parked.close()).isTrue();
            parked.answer("0");
            assertThat(client.receive()).isEqualTo("0");
            assertThat(client.receive()).isEqualTo("1");

            client.send(get("/park"));
            parked = server.parked();
            parked.close();
            parked.watch();
        }
        Parked left = parked;
        await().atMost(AT_ONCE).untilAsserted(() -> assertThat(left.gone()).isOne());
    }

    @Test
    void many_connections_are_kept_alive_through_a_thousand_watched_requests_each() throws Exception {
        inParallel(20, connection -> {
            try (HttpClientSocket client = server.connect()) {
                for (int i = 0; i < 1_000; i++) {
                    client.send(get("/soon/" + i));
                    assertThat(client.receive()).isEqualTo("" + i);
                }
            }
        });
        assertThat(server.accepted()).isEqualTo(20);
        assertThat(server.reportedGone()).isZero();
    }

    @Test
    void a_request_pipelined_behind_a_parked_one_is_answered_after_it() throws Exception {
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/park"));
            Parked parked = server.parked();
            client.send(get("/now/second"));
            assertThat(client.hasAnswerWithin(Duration.ofMillis(100))).isFalse();
            parked.close();
            parked.answer("first");
            assertThat(client.receive()).isEqualTo("first");
            assertThat(client.receive()).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 17, 40})
    void a_request_pipelined_in_pieces_is_put_together(int pieceLength) throws Exception {
        String second = get("/now/second");
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/park") + second.substring(0, pieceLength));
            Parked parked = server.parked();
            for (int from = pieceLength; from < second.length() - 1; from += pieceLength) {
                client.send(second.substring(from, Math.min(from + pieceLength, second.length() - 1)));
            }
            parked.close();
            parked.answer("first");
            assertThat(client.receive()).isEqualTo("first");
            client.send(second.substring(second.length() - 1));
            assertThat(client.receive()).isEqualTo("second");
        }
    }

    @Test
    void a_burst_far_larger_than_what_can_be_read_ahead_is_answered_in_order() throws Exception {
        int requests = 5_000;
        try (HttpClientSocket client = server.connect();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            client.send(get("/park"));
            Parked parked = server.parked();
            Future<?> burst = executor.submit(() -> {
                client.send(IntStream.range(0, requests)
                        .mapToObj(i -> get((i % 3 == 0 ? "/now/" : "/soon/") + i))
                        .collect(Collectors.joining()));
                return null;
            });
            assertThat(client.hasAnswerWithin(Duration.ofMillis(300))).isFalse();
            assertThat(parked.gone()).isZero();
            parked.close();
            parked.answer("first");
            assertThat(client.receive()).isEqualTo("first");
            for (int i = 0; i < requests; i++) {
                assertThat(client.receive()).isEqualTo("" + i);
            }
            burst.get();
        }
    }

    @Test
    void a_burst_that_came_in_one_piece_with_the_parked_request_is_answered_in_order() throws Exception {
        int requests = 500;
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/park")
                    + IntStream.range(0, requests)
                            .mapToObj(i -> get("/soon/" + i))
                            .collect(Collectors.joining()));
            Parked parked = server.parked();
            parked.close();
            parked.answer("first");
            assertThat(client.receive()).isEqualTo("first");
            for (int i = 0; i < requests; i++) {
                assertThat(client.receive()).isEqualTo("" + i);
            }
        }
    }

    @Test
    void a_request_with_content_is_watched_once_the_content_was_read() throws Exception {
        try (HttpClientSocket client = server.connect()) {
            client.send(
                    "POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello" + get("/now/second"));
            Parked parked = server.parked();
            parked.close();
            parked.answer("first");
            assertThat(client.receive()).isEqualTo("first");
            assertThat(client.receive()).isEqualTo("second");
            client.send(
                    "POST /read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            parked = server.parked();
            client.reset();
            Parked left = parked;
            await().atMost(AT_ONCE).untilAsserted(() -> assertThat(left.gone()).isOne());
        }
    }

    @Test
    void a_request_waits_longer_than_the_idle_timeout_and_its_connection_is_still_reused() throws Exception {
        server.idleTimeout(Duration.ofMillis(100));
        try (HttpClientSocket client = server.connect()) {
            client.send(get("/park"));
            Parked parked = server.parked();
            assertThat(client.hasAnswerWithin(Duration.ofMillis(500))).isFalse();
            assertThat(parked.hasFailed()).isFalse();
            assertThat(parked.close()).isTrue();
            parked.answer("first");
            assertThat(client.receive()).isEqualTo("first");
            client.send(get("/now/second"));
            assertThat(client.receive()).isEqualTo("second");
            assertThat(client.isClosedByServerWithin(Duration.ofSeconds(2))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void answers_racing_with_pipelined_pieces_lose_and_swap_nothing(long seed) throws Exception {
        inParallel(8, connection -> {
            Random random = new Random(seed * 1_000 + connection);
            try (HttpClientSocket client = server.connect()) {
                int sent = 0;
                int answered = 0;
                StringBuilder unsent = new StringBuilder();
                while (answered < 1_500) {
                    while (sent < answered + 1 || (sent < answered + 4 && random.nextBoolean())) {
                        unsent.append(get("/soon/" + sent++ + "?micros=" + random.nextInt(200)));
                    }
                    int length = random.nextInt(3) == 0 ? random.nextInt(unsent.length() + 1) : unsent.length();
                    client.send(unsent.substring(0, length));
                    LockSupport.parkNanos(random.nextInt(200_000));
                    client.send(unsent.substring(length));
                    unsent.setLength(0);
                    for (int due = answered + 1 + random.nextInt(sent - answered); answered < due; answered++) {
                        assertThat(client.receive()).as("seed %d", seed).isEqualTo("" + answered);
                    }
                }
            }
        });
        assertThat(server.accepted()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_client_racing_with_its_answer_is_either_there_or_gone_once(long seed) throws Exception {
        inParallel(4, connection -> {
            Random random = new Random(seed * 1_000 + connection);
            for (int i = 0; i < 100; i++) {
                HttpClientSocket client = server.connect();
                client.send(get("/race/" + connection + "?micros=" + random.nextInt(300)));
                LockSupport.parkNanos(random.nextInt(300_000));
                if (random.nextBoolean()) {
                    client.reset();
                } else {
                    client.close();
                }
            }
        });
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(server.connections()).isZero());
        List<Parked> raced = server.raced();
        await().atMost(AT_ONCE)
                .untilAsserted(() -> assertThat(raced)
                        .allSatisfy(parked -> assertThat(parked.gone()).isEqualTo(parked.close() ? 0 : 1)));
        assertThat(raced)
                .as("both outcomes were seen")
                .extracting(Parked::close)
                .contains(true, false);
    }

    private interface Client {
        void run(int number) throws Exception;
    }

    private static void inParallel(int clients, Client client) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                running.add(executor.submit(() -> {
                    client.run(number);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }
}
