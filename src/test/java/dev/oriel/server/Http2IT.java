package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.Http2Crowd;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HTTP/2 in cleartext on the listener for clients. */
@Timeout(60)
class Http2IT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MANY = 1_000;

    private final OrielCluster cluster = STANDING.get();

    private int port(int instance) {
        return cluster.instance(instance).port();
    }

    @Test
    void a_client_that_asks_for_it_is_answered_over_it() throws Exception {
        KAFKA.write("words", "asked-in-two", "\"yes\"");
        cluster.awaitApplied("words", "words");
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (int instance = 0; instance < cluster.clients().size(); instance++) {
                URI uri =
                        URI.create("http://127.0.0.1:" + port(instance) + OrielClient.keyPath("words", "asked-in-two"));

                HttpResponse<String> answer =
                        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString(UTF_8));

                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("\"yes\"");
                assertThat(answer.headers().firstValue("oriel-served-by")).isPresent();
            }
        }
    }

    @Test
    void a_thousand_reads_wait_on_one_connection_and_all_are_answered() throws Exception {
        OrielClient instance = cluster.client(0);
        try (Http2Crowd crowd = Http2Crowd.connect(port(0), 1)) {
            crowd.park(MANY, i -> OrielClient.keyPath("words", "two-" + i % 10) + "?version=0&wait=40s");
            await().atMost(SOON).until(() -> Waiting.reads(instance, "words") >= MANY);
            assertThat(crowd.answered()).isZero();

            for (int key = 0; key < 10; key++) {
                KAFKA.write("words", "two-" + key, "1");
            }

            await().atMost(SOON).until(() -> crowd.answered() == MANY);
            assertThat(crowd.answered(200)).isEqualTo(MANY);
        }
    }

    @Test
    void a_client_that_gives_up_all_its_reads_at_once_leaves_none_behind_and_keeps_its_connection() throws Exception {
        OrielClient instance = cluster.client(0);
        KAFKA.write("words", "still-there", "1");
        cluster.awaitApplied("words", "words");
        try (Http2Crowd crowd = Http2Crowd.connect(port(0), 1)) {
            crowd.park(MANY, i -> OrielClient.keyPath("words", "given-up-" + i) + "?version=0&wait=40s");
            await().atMost(SOON).until(() -> Waiting.reads(instance, "words") >= MANY);

            crowd.cancel();

            await().atMost(SOON).until(() -> Waiting.reads(instance, "words") == 0);
            crowd.park(1, i -> OrielClient.keyPath("words", "still-there"));
            await().atMost(SOON).until(() -> crowd.answered(200) == 1);
        }
    }

    @Test
    void a_client_that_closes_its_connections_leaves_no_read_behind() throws Exception {
        OrielClient instance = cluster.client(0);
        try (Http2Crowd crowd = Http2Crowd.connect(port(0), 3)) {
            crowd.park(MANY, i -> OrielClient.keyPath("words", "left-" + i) + "?version=0&wait=40s");
            await().atMost(SOON).until(() -> Waiting.reads(instance, "words") >= MANY);
        }

        await().atMost(SOON).until(() -> Waiting.reads(instance, "words") == 0);
    }
}
