package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent is answered by a problem that says what was wrong, and never by anything of Oriel's inside. */
@Timeout(60)
class BadRequestIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private final OrielCluster cluster = STANDING.get();

    /** Sent as it stands here, since a decent client would encode it or refuse. */
    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '\u0001', textBlock = """
            # keys of the wrong type
            /v1/views/counts/keys/abc                § 400 § bad-request § key
            /v1/views/counts/keys/                   § 400 § bad-request § key
            /v1/views/counts/keys/1.5                § 400 § bad-request § key
            /v1/views/counts/keys/007                § 400 § bad-request § key
            /v1/views/counts/keys/+7                 § 400 § bad-request § key
            /v1/views/counts/keys/-0                 § 400 § bad-request § key
            /v1/views/counts/keys/%207               § 400 § bad-request § key
            /v1/views/counts/keys/2147483648         § 400 § bad-request § key
            /v1/views/counts/keys/%D9%A1             § 400 § bad-request § key
            /v1/views/places/keys/9223372036854775808 § 400 § bad-request § key
            /v1/views/places/keys/-9223372036854775809 § 400 § bad-request § key
            /v1/views/people/keys/1                  § 400 § bad-request § key
            /v1/views/people/keys/7f9c24e83b124fef91e02d1b1c1c0a55 § 400 § bad-request § key
            /v1/views/people/keys/7f9c24e8-3b12-4fef-91e0-2d1b1c1c0a5g § 400 § bad-request § key
            # percent-encoding that is none
            /v1/views/words/keys/%                   § 400 § bad-request § request
            /v1/views/words/keys/%2                  § 400 § bad-request § request
            /v1/views/words/keys/%zz                 § 400 § bad-request § request
            /v1/views/words/keys/a%2xb               § 400 § bad-request § request
            /v1/views/words/keys/%+1                 § 400 § bad-request § request
            /v1/views/words/keys/%ff                 § 400 § bad-request § key
            /v1/views/words/keys/%C0%AF              § 400 § bad-request § key
            /v1/views/words/keys/%ED%A0%80           § 400 § bad-request § key
            /v1/views/words/keys/%E9%8D              § 400 § bad-request § key
            /v1/views/words/keys/%u0041              § 400 § bad-request § key
            /v1/views/words/keys/%00                 § 400 § bad-request § request
            /v1/views/%zz/keys/a                     § 400 § bad-request § request
            /v1/views/%ff/keys/a                     § 404 § view-not-found §
            /v1/views/%zz                            § 400 § bad-request § request
            /v1/views/%ff                            § 404 § view-not-found §
            /v1/%zz                                  § 400 § bad-request § request
            # characters that ought to be encoded
            /v1/views/counts/keys/<a>                § 400 § bad-request § key
            /v1/views/counts/keys/"{}|`\\^[]       § 400 § bad-request § key
            /v1/views/counts/keys/Ã©       § 400 § bad-request § key
            /v1/views/counts/keys/ÿ             § 400 § bad-request § key
            # views that are not declared
            /v1/views/nothing                        § 404 § view-not-found §
            /v1/views/nothing/partitions             § 404 § view-not-found §
            /v1/views/nothing/keys/a                 § 404 § view-not-found §
            /v1/views/Words/keys/a                   § 404 § view-not-found §
            /v1/views/w%6Frds/keys/absent            § 404 § key-not-found §
            /v1/views//keys/a                        § 404 § view-not-found §
            # paths where nothing lives
            /                                        § 404 § not-found §
            /v1                                      § 404 § not-found §
            /v2/views                                § 404 § not-found §
            /v1/views/words/keys                     § 404 § not-found §
            /v1/views/words/keys/a/b                 § 404 § not-found §
            /v1/views/words/keys/a/                  § 404 § not-found §
            /v1/views/words/nothing                  § 404 § not-found §
            /v1/views/words%2Fkeys%2Fa               § 404 § view-not-found §
            /v1/views/words%2Fpartitions             § 404 § view-not-found §
            /v1/views/../views                       § 404 § not-found §
            /v1/views;a=b                            § 404 § not-found §
            /docs/../openapi.yaml                    § 404 § not-found §
            /docs/%2e%2e/openapi.yaml                § 404 § not-found §
            /docs/swagger-ui/..%2F..%2Fopenapi.yaml  § 404 § not-found §
            /health                                  § 404 § not-found §
            /peer/v1/instance                        § 404 § not-found §
            /favicon.ico                             § 404 § not-found §
            # conditions that cannot be read, or cannot hold
            /v1/views/words/keys/a?wait=1s           § 400 § bad-request § wait
            /v1/views/words/keys/a?version=1&wait=1d § 400 § bad-request § wait
            /v1/views/words/keys/a?version=1&wait=-1 § 400 § bad-request § wait
            /v1/views/words/keys/a?version=1&wait=   § 400 § bad-request § wait
            /v1/views/words/keys/a?version=          § 400 § bad-request § version
            /v1/views/words/keys/a?version=1.0       § 400 § bad-request § version
            /v1/views/words/keys/a?version=1&version=2 § 400 § bad-request § version
            /v1/views/words/keys/a?x=1&version=8     § 412 § version-not-reached §
            /v1/views/words/keys/a?after=            § 400 § bad-request § after
            /v1/views/words/keys/a?after=words       § 400 § bad-request § after
            /v1/views/words/keys/a?after=words/0     § 400 § bad-request § after
            /v1/views/words/keys/a?after=words/0@    § 400 § bad-request § after
            /v1/views/words/keys/a?after=words/0@-2  § 400 § bad-request § after
            /v1/views/words/keys/a?after=words/0@1,  § 400 § bad-request § after
            /v1/views/words/keys/a?after=words/0@99999999999999999999 § 400 § bad-request § after
            /v1/views/words/keys/a?after=counts/0@1  § 409 § position-unknown §
            /v1/views/words/keys/a?after=words/6@1   § 409 § position-unknown §
            /v1/views/words/keys/a?after=words/0@1~AAAAAAAAAAAAAAAAAAAAAA § 409 § position-unknown §
            /v1/views/words/keys/a?stale=soon        § 400 § bad-request § stale
            # parameters that this version does not know yet
            /v1/views/words/keys/a?asOf=2026-11-22   § 400 § bad-request § asOf
            /v1/views/words/keys/a?wait              § 400 § bad-request § wait
            /v1/views/words/keys/a?wait=%zz          § 400 § bad-request § wait
            /v1/views/words/keys/a?%zz=1             § 404 § key-not-found §
            /v1/views/words/keys/a?%ff               § 404 § key-not-found §
            /v1/views?%zz=1                          § 200 §  §
            """)
    void a_path_that_cannot_be_answered_gets_its_problem(String path, int status, String problem, String parameter)
            throws Exception {
        for (int instance : cluster.running()) {
            try (RawConnection connection = connect(instance)) {
                Answer answer = connection.exchange("GET", path);

                assertThat(answer.status()).as(answer::toString).isEqualTo(status);
                assertThat(answer.problem()).isEqualTo(problem == null ? "" : problem);
                assertThat(
                                answer.status() == 200
                                        ? ""
                                        : answer.json().path("parameter").asText())
                        .isEqualTo(parameter == null ? "" : parameter);
            }
        }
    }

    @Test
    void a_key_of_more_than_four_kibibytes_is_refused_and_shown_shortened() throws Exception {
        for (OrielClient client : cluster.clients()) {
            for (String key : List.of("k".repeat(4097), "é".repeat(2049), "鍵".repeat(1366))) {
                Answer answer = client.key("words", key);

                assertThat(answer.status()).as(answer::toString).isEqualTo(400);
                assertThat(answer.json().path("parameter").asText()).isEqualTo("key");
                assertThat(answer.json().path("expected").asText()).contains("4096");
                assertThat(answer.json().path("found").asText()).hasSizeLessThan(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {25_000, 30_000, 300_000})
    void a_path_that_is_longer_than_any_key_is_refused(int length) throws Exception {
        try (RawConnection connection = connect(0)) {
            connection.send("GET /v1/views/words/keys/" + "k".repeat(length) + " HTTP/1.1\r\nHost: a\r\n\r\n");
            Answer answer = connection.receive("GET", "");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("bad-request");
        }
    }

    @Test
    void headers_beyond_measure_are_refused() throws Exception {
        try (RawConnection connection = connect(0)) {
            connection.send("GET /v1/views HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n");

            assertThat(connection.receive("GET", "").problem()).isEqualTo("bad-request");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "GET\r\n\r\n",
                "GET /v1/views\r\n\r\n",
                "GET /v1/views HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET /v1/views HTTP/1.1\r\n\r\n",
                "GET /v1/views HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "GET /v1/views HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "GET /v1/views HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /v1/views HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
                "GET /v1/views/words/keys/a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET views HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0000\u0000\u0000\r\n\r\n"
            })
    void what_is_no_http_is_answered_by_a_problem_and_the_connection_is_closed(String bytes) throws Exception {
        try (RawConnection connection = connect(0)) {
            connection.send(bytes);
            Answer answer = connection.receive("GET", "");

            assertThat(answer.status()).as(answer::toString).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("bad-request");
            assertThat(answer.json().path("instance").asText()).isIn("/", "/v1/views", "views");
            assertThatThrownBy(() -> connection.receive("GET", "")).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/views/words/keys/a",
        "/v1/views",
        "/v1/views/words",
        "/v1/views/words/partitions",
        "/v1/cluster",
        "/health/live",
        "/health/ready",
        "/health/started",
        "/metrics",
        "/openapi.yaml",
        "/docs"
    })
    void another_method_is_refused_with_the_ones_that_work(String path) throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            try (RawConnection connection = connect(1)) {
                Answer answer = connection.exchange(method, path);

                assertThat(answer.status()).as(answer::toString).isEqualTo(405);
                assertThat(answer.problem()).isEqualTo("method-not-allowed");
                assertThat(answer.header("Allow")).contains("GET, HEAD");
            }
        }
    }

    @Test
    void a_method_that_nobody_knows_is_refused_on_any_path() throws Exception {
        for (String path : List.of("/v1/views/words/keys/a", "/v1/views")) {
            try (RawConnection connection = connect(1)) {
                assertThat(connection.exchange("BREW", path).status()).isIn(400, 405);
            }
        }
    }

    @Test
    void a_body_that_nobody_asked_for_does_no_harm() throws Exception {
        KAFKA.write("words", "with a body", "1");
        cluster.awaitApplied("words", "words");
        String path = OrielClient.keyPath("words", "with a body");
        for (int instance : cluster.running()) {
            try (RawConnection connection = connect(instance)) {
                for (int i = 0; i < 3; i++) {
                    connection.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                    assertThat(connection.receive("GET", path).text()).isEqualTo("1");
                    connection.send(
                            "GET " + path
                                    + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n");
                    assertThat(connection.receive("GET", path).text()).isEqualTo("1");
                }
            }
        }
    }

    private RawConnection connect(int instance) throws Exception {
        return new RawConnection(cluster.instance(instance).port());
    }
}
