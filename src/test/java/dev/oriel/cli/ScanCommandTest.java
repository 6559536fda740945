package dev.oriel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanCommandTest {

    /** Two pages. */
    private static StubServer.Answer pages(StubServer.Request request) {
        return request.target().contains("cursor=c1")
                ? EntryLines.page("", EntryLines.entry("c"))
                : EntryLines.page(",\"next\":\"c1\"", EntryLines.entry("a"), EntryLines.entry("b"));
    }

    @Test
    void prints_each_entry_on_a_line_as_it_came_and_follows_the_pages() throws IOException {
        try (StubServer server = StubServer.answering(ScanCommandTest::pages)) {
            CommandRun run = CommandRun.of("scan", "orders", "-s", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(EntryLines.lines("a", "b", "c"));
            assertThat(run.err()).isEmpty();
            assertThat(server.requests())
                    .extracting(StubServer.Request::target)
                    .containsExactly(
                            "/v1/views/orders/entries?limit=100", "/v1/views/orders/entries?limit=100&cursor=c1");
        }
    }

    @Test
    void a_value_with_line_breaks_and_any_characters_stays_on_its_line() throws IOException {
        String entry = "{\"key\" : \"é\\n\",\r\n \"value\":{\"a\":[1e400, 12345678901234567890.10, \"🔑}]\"]}}";
        try (StubServer server = StubServer.answering(request -> EntryLines.page("", entry, EntryLines.entry("b")))) {
            CommandRun run = CommandRun.of("scan", "orders", "-s", server.url());

            assertThat(run.out()).isEqualTo(entry.replace('\r', ' ').replace('\n', ' ') + "\n" + EntryLines.lines("b"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 2, 1", "3, 3, 2", "1000000, 3, 2"})
    void stops_at_the_limit(long limit, int lines, int requests) throws IOException {
        try (StubServer server = StubServer.answering(ScanCommandTest::pages)) {
            CommandRun run = CommandRun.of("scan", "orders", "--limit", Long.toString(limit), "-s", server.url());

            assertThat(run.out()).hasLineCount(lines);
            assertThat(server.requests()).hasSize(requests);
            assertThat(server.requests().getFirst().target()).endsWith("limit=" + Math.min(limit, 1_000));
        }
    }

    @Test
    void everything_is_asked_for_in_large_pages() throws IOException {
        try (StubServer server = StubServer.answering(ScanCommandTest::pages)) {
            CommandRun run = CommandRun.of("scan", "orders", "--all", "-s", server.url());

            assertThat(run.out()).hasLineCount(3);
            assertThat(server.requests().getFirst().target()).endsWith("?limit=1000");
        }
    }

    @Test
    void asks_for_what_the_options_say() throws IOException {
        try (StubServer server = StubServer.answering(request -> EntryLines.page(""))) {
            CommandRun.of("scan", "a/b", "--prefix", "o &é", "-s", server.url());
            CommandRun.of(
                    "scan",
                    "v",
                    "--from",
                    "1",
                    "--to",
                    "2",
                    "--desc",
                    "--partial",
                    "--after",
                    "orders/0@5~x",
                    "--wait",
                    "10s",
                    "--stale",
                    "5s",
                    "-s",
                    server.url());

            assertThat(server.requests())
                    .extracting(StubServer.Request::target)
                    .containsExactly(
                            "/v1/views/a%2Fb/entries?prefix=o%20%26%C3%A9&limit=100",
                            "/v1/views/v/entries?from=1&to=2&order=desc&after=orders%2F0%405~x&wait=10s&stale=5s"
                                    + "&limit=100&partial=allow");
        }
    }

    @Test
    void says_which_partitions_were_left_out() throws IOException {
        try (StubServer server =
                StubServer.answering(request -> EntryLines.page(",\"missing\":[7,3]", EntryLines.entry("a")))) {
            CommandRun run = CommandRun.of("scan", "orders", "--partial", "-s", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).hasLineCount(1);
            assertThat(run.err())
                    .isEqualToNormalizingNewlines("oriel: without partitions 3, 7, which cannot be read now\n");
        }
    }

    @Test
    void a_problem_after_some_entries_is_told_behind_them() throws IOException {
        try (StubServer server =
                StubServer.answering(request -> request.target().contains("cursor")
                        ? StubServer.Answer.of(404, "application/problem+json", EntryLines.PROBLEM)
                        : pages(request))) {
            CommandRun run = CommandRun.of("scan", "orders", "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).hasLineCount(2);
            assertThat(run.err()).isEqualToNormalizingNewlines("oriel: View not found: there is no view 'orders'\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{}", "[]", "{\"entries\":1}", "{\"entries\":[1]}", "{\"entries\":[{\"key\":"})
    void an_answer_of_another_kind_of_server_is_told_as_such(String body) throws IOException {
        try (StubServer server = StubServer.answering(200, "application/json", body)) {
            CommandRun run = CommandRun.of("scan", "orders", "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("answers, but not as Oriel does").hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--prefix a --from b", "--prefix a --to b", "--limit 0", "--limit x"})
    void wrong_usage_is_told_without_asking(String options) throws IOException {
        try (StubServer server = StubServer.answering(200, Map.of(), new byte[0])) {
            CommandRun run = CommandRun.in(
                    Map.of("ORIEL_SERVER", server.url()), false, ("scan orders " + options).split(" ", -1));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(server.requests()).isEmpty();
        }
    }
}
