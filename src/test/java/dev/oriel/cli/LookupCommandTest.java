package dev.oriel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LookupCommandTest {

    /** Every key that begins with an x is absent. */
    private static StubServer.Answer answer(StubServer.Request request) {
        String[] keys = request.body()
                .replaceAll("[{}\\[\\]\"]", "")
                .replaceFirst("keys:", "")
                .split(",", -1);
        return EntryLines.page(
                "",
                Arrays.stream(keys)
                        .map(key -> key.startsWith("x") ? absent(key) : EntryLines.entry(key))
                        .toArray(String[]::new));
    }

    private static String absent(String key) {
        return "{\"key\":\"%s\",\"absent\":true}".formatted(key);
    }

    @Test
    void prints_one_line_for_each_key_in_the_order_given() throws IOException {
        try (StubServer server = StubServer.answering(LookupCommandTest::answer)) {
            CommandRun run = CommandRun.of("lookup", "a/b", "2", "1", "-s", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(EntryLines.lines("2", "1"));
            assertThat(run.err()).isEmpty();
            assertThat(server.requests())
                    .containsExactly(new StubServer.Request(
                            "POST", "/v1/views/a%2Fb/lookup", "application/json", "{\"keys\":[\"2\",\"1\"]}"));
        }
    }

    @Test
    void ends_with_1_if_a_key_is_absent_after_all_lines() throws IOException {
        try (StubServer server = StubServer.answering(LookupCommandTest::answer)) {
            CommandRun run = CommandRun.of("lookup", "orders", "x1", "b", "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEqualTo(absent("x1") + "\n" + EntryLines.lines("b"));
            assertThat(run.err()).isEqualToNormalizingNewlines("oriel: orders has no key 'x1'\n");
        }
    }

    @Test
    void names_some_of_many_absent_keys() throws IOException {
        try (StubServer server = StubServer.answering(LookupCommandTest::answer)) {
            CommandRun run =
                    CommandRun.of("lookup", "orders", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "-s", server.url());

            assertThat(run.err())
                    .isEqualToNormalizingNewlines(
                            "oriel: orders has no keys 'x1', 'x2', 'x3', 'x4', 'x5' and 2 more\n");
        }
    }

    @Test
    void asks_for_a_thousand_keys_at_once() throws IOException {
        try (StubServer server = StubServer.answering(LookupCommandTest::answer)) {
            String[] args = Stream.concat(
                            Stream.of("lookup", "orders", "-s", server.url()),
                            IntStream.range(0, 1_001).mapToObj(Integer::toString))
                    .toArray(String[]::new);
            CommandRun run = CommandRun.of(args);

            assertThat(run.out()).hasLineCount(1_001);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().getLast().body()).isEqualTo("{\"keys\":[\"1000\"]}");
        }
    }

    @Test
    void asks_for_what_the_options_say_and_takes_keys_behind_two_dashes() throws IOException {
        try (StubServer server = StubServer.answering(LookupCommandTest::answer)) {
            CommandRun.of(
                    "lookup",
                    "v",
                    "--after",
                    "t/0@5",
                    "--wait",
                    "10s",
                    "--stale",
                    "500ms",
                    "-s",
                    server.url(),
                    "--",
                    "-5");

            StubServer.Request asked = server.requests().getFirst();
            assertThat(asked.target()).isEqualTo("/v1/views/v/lookup?after=t%2F0%405&wait=10s&stale=500ms");
            assertThat(asked.body()).isEqualTo("{\"keys\":[\"-5\"]}");
        }
    }

    @Test
    void tells_a_problem_by_its_title_and_detail() throws IOException {
        try (StubServer server = StubServer.answering(404, "application/problem+json", EntryLines.PROBLEM)) {
            CommandRun run = CommandRun.of("lookup", "orders", "x", "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).isEqualToNormalizingNewlines("oriel: View not found: there is no view 'orders'\n");
        }
    }

    @Test
    void an_answer_with_another_number_of_entries_is_none() throws IOException {
        try (StubServer server = StubServer.answering(request -> EntryLines.page(""))) {
            CommandRun run = CommandRun.of("lookup", "orders", "a", "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("not as Oriel does");
        }
    }

    @Test
    void no_key_is_wrong_usage() {
        assertThat(CommandRun.of("lookup", "orders").exitCode()).isEqualTo(2);
    }
}
