package dev.oriel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetCommandTest {

    private static final String PROBLEM = """
            {"type":"https://oriel.dev/problems/key-not-found","title":"Key not found","status":404,
             "detail":"orders has no key 'x'","instance":"/v1/views/orders/keys/x"}""";

    @Test
    void prints_the_stored_bytes_and_nothing_else() throws IOException {
        byte[] value = {0, (byte) 0xff, '{', '\r', '\n', (byte) 0xc3};
        try (StubServer server = StubServer.answering(200, Map.of(), value)) {
            CommandRun run = CommandRun.of("get", "orders", "1", "--server", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.outBytes()).isEqualTo(value);
            assertThat(run.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            {"a":1} , true , '{"a":1}\n'
            {"a":1} , false, '{"a":1}'
            'line\n', true , 'line\n'
            """)
    void ends_the_line_only_for_a_person(String value, boolean interactive, String printed) throws IOException {
        try (StubServer server = StubServer.answering(200, "application/json", value)) {
            CommandRun run = CommandRun.in(Map.of(), interactive, "get", "orders", "1", "-s", server.url());

            assertThat(run.out()).isEqualTo(printed);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1001    , 1001
            a/b     , a%2Fb
            100%    , 100%25
            %2F     , %252F
            a+b     , a%2Bb
            'a b'   , a%20b
            .       , %2E
            ..      , %2E%2E
            ...     , ...
            a.b-c_~ , a.b-c_~
            a?b#c&d , a%3Fb%23c%26d
            @file   , %40file
            käse    , k%C3%A4se
            東京    , %E6%9D%B1%E4%BA%AC
            😀      , %F0%9F%98%80
            ''      , ''
            """)
    void sends_any_key_as_one_segment_of_the_path(String key, String segment) throws IOException {
        try (StubServer server = StubServer.answering(200, "application/json", "{}")) {
            CommandRun run = CommandRun.of("get", "--server", server.url(), "orders", key);

            assertThat(run.exitCode()).isZero();
            assertThat(server.asked())
                    .containsExactly(new StubServer.Asked("/v1/views/orders/keys/" + segment, Optional.empty()));
        }
    }

    @Test
    void takes_a_key_that_begins_with_a_dash_after_two_dashes() throws IOException {
        try (StubServer server = StubServer.answering(200, "application/json", "{}")) {
            CommandRun.of("get", "balances", "-s", server.url(), "--", "-5");

            assertThat(server.asked()).extracting(StubServer.Asked::path).containsExactly("/v1/views/balances/keys/-5");
        }
    }

    @Test
    void includes_status_and_headers_when_asked() throws IOException {
        Map<String, String> headers = Map.of("Oriel-Version", "8", "Oriel-Position", "orders/3@1234");
        try (StubServer server = StubServer.answering(200, headers, "{}".getBytes(UTF_8))) {
            CommandRun run = CommandRun.of("get", "orders", "1", "-i", "-s", server.url());

            assertThat(run.out())
                    .startsWith("HTTP/1.1 200\n")
                    .containsIgnoringCase("\noriel-version: 8\n")
                    .containsIgnoringCase("\noriel-position: orders/3@1234\n")
                    .endsWith("\n\n{}");
        }
    }

    @Test
    void asks_for_no_forwarding_with_direct() throws IOException {
        try (StubServer server = StubServer.answering(200, "application/json", "{}")) {
            CommandRun.of("get", "orders", "1", "--direct", "-s", server.url());

            assertThat(server.asked()).extracting(StubServer.Asked::route).containsExactly(Optional.of("direct"));
        }
    }

    @Test
    void tells_a_problem_by_its_title_and_detail() throws IOException {
        try (StubServer server = StubServer.answering(404, "application/problem+json", PROBLEM)) {
            CommandRun run = CommandRun.of("get", "orders", "x", "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).isEqualToNormalizingNewlines("oriel: Key not found: orders has no key 'x'\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"502, text/html, <html>", "503, application/problem+json, {broken", "301, text/plain, moved"})
    void tells_an_answer_without_problem_details_by_its_status(int status, String type, String body)
            throws IOException {
        try (StubServer server = StubServer.answering(status, type, body)) {
            CommandRun run = CommandRun.of("get", "orders", "x", "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .startsWith("oriel: HTTP %d from http://".formatted(status))
                    .hasLineCount(1);
        }
    }

    @Test
    void takes_the_server_from_the_environment_with_or_without_a_scheme_or_a_final_slash() throws IOException {
        try (StubServer server = StubServer.answering(200, "application/json", "{}")) {
            String address = server.url().substring("http://".length());
            CommandRun run = CommandRun.in(Map.of("ORIEL_SERVER", address + "/base/"), false, "get", "orders", "1");

            assertThat(run.exitCode()).isZero();
            assertThat(server.asked())
                    .extracting(StubServer.Asked::path)
                    .containsExactly("/base/v1/views/orders/keys/1");
        }
    }

    @Test
    void says_in_one_line_that_nothing_listens_and_ends_with_2() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        CommandRun run = CommandRun.of("get", "orders", "1", "-s", "localhost:" + free);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("oriel: cannot reach http://localhost:%d: nothing listens there".formatted(free))
                .hasLineCount(1);
    }

    @Test
    void shows_the_stack_trace_when_asked() {
        CommandRun run = CommandRun.of("get", "orders", "1", "-s", "http://host.invalid", "--verbose");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("\tat dev.oriel.cli.ServerConnection.send")
                .contains("oriel: cannot reach");
    }

    @ParameterizedTest
    @CsvSource({"ftp://host", "'a b'", "http://", "http://host?x=1", "':8080'"})
    void refuses_what_is_no_address_of_a_server(String address) {
        CommandRun run = CommandRun.of("get", "orders", "1", "-s", address);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'" + address + "' is not the address of a server");
    }
}
