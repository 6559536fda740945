package dev.oriel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {

    private static final String STREAM = "application/x-ndjson";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void prints_what_comes() throws IOException {
        String lines = EntryLines.lines("a", "é🔑", "c");
        try (StubServer server = StubServer.answering(200, STREAM, lines)) {
            CommandRun run =
                    CommandRun.of("export", "orders", "--from", "a", "--desc", "--stale", "5s", "-s", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(lines);
            assertThat(run.err()).isEmpty();
            assertThat(server.requests())
                    .containsExactly(new StubServer.Request(
                            "GET", "/v1/views/orders/entries?from=a&order=desc&stale=5s", STREAM, ""));
        }
    }

    @Test
    void writes_a_file_that_is_there_only_when_it_is_complete() throws IOException {
        Path file = Files.writeString(folder.resolve("orders.ndjson"), "of yesterday");
        try (StubServer server = StubServer.answering(200, STREAM, EntryLines.lines("a", "b"))) {
            CommandRun run = CommandRun.of("export", "orders", "-o", file.toString(), "-s", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).isEqualToNormalizingNewlines("2 lines written to " + file + "\n");
            assertThat(file).hasContent(EntryLines.lines("a", "b"));
            assertThat(folder.resolve("orders.ndjson.part")).doesNotExist();
        }
    }

    @Test
    void a_stream_that_breaks_off_leaves_the_file_as_it_was() throws IOException {
        Path file = Files.writeString(folder.resolve("orders.ndjson"), "of yesterday");
        Path part = folder.resolve("orders.ndjson.part");
        try (StubServer server = StubServer.answering(
                request -> StubServer.Answer.brokenOff(STREAM, EntryLines.lines("a", "b") + "{\"key\":"))) {
            CommandRun run = CommandRun.of("export", "orders", "-o", file.toString(), "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualToNormalizingNewlines(
                            "oriel: the stream broke off after 2 lines, which are in " + part + "\n");
            assertThat(file).hasContent("of yesterday");
            assertThat(part).hasContent(EntryLines.lines("a", "b"));
        }
    }

    @Test
    void a_stream_that_breaks_off_is_told_where_lines_are_printed_too() throws IOException {
        try (StubServer server = StubServer.answering(
                request -> StubServer.Answer.brokenOff(STREAM, EntryLines.lines("a") + "{\"key\":"))) {
            CommandRun run = CommandRun.of("export", "orders", "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEqualTo(EntryLines.lines("a"));
            assertThat(run.err()).isEqualToNormalizingNewlines("oriel: the stream broke off after 1 line\n");
        }
    }

    @Test
    void a_long_export_is_whole() throws IOException {
        String lines = EntryLines.lines("x".repeat(100_000), "b").repeat(20) + EntryLines.entry("last");
        try (StubServer server = StubServer.answering(200, STREAM, lines)) {
            CommandRun run = CommandRun.of("export", "orders", "-s", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(lines + "\n");
        }
    }

    @Test
    void a_refusal_writes_no_file() throws IOException {
        Path file = folder.resolve("orders.ndjson");
        try (StubServer server = StubServer.answering(404, "application/problem+json", EntryLines.PROBLEM)) {
            CommandRun run = CommandRun.of("export", "orders", "-o", file.toString(), "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).isEqualToNormalizingNewlines("oriel: View not found: there is no view 'orders'\n");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void an_answer_of_another_kind_of_server_is_told_as_such() throws IOException {
        try (StubServer server = StubServer.answering(200, "text/html", "<html>")) {
            CommandRun run = CommandRun.of("export", "orders", "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("not as Oriel does");
        }
    }

    @Test
    void a_file_that_cannot_be_made_is_wrong_usage() throws IOException {
        Path file = folder.resolve("missing").resolve("orders.ndjson");
        try (StubServer server = StubServer.answering(200, STREAM, EntryLines.lines("a"))) {
            CommandRun run = CommandRun.of("export", "orders", "-o", file.toString(), "-s", server.url());

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("oriel: cannot write to " + file + ".part")
                    .hasLineCount(1);
        }
    }

    @Test
    void a_reader_that_goes_ends_it() throws IOException {
        PrintStream closed = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) {
            @Override
            public boolean checkError() {
                return true;
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (StubServer server = StubServer.answering(200, STREAM, EntryLines.lines("a"))) {
            Terminal terminal = new Terminal(closed, new PrintStream(err, true, UTF_8), false, Map.of());

            assertThat(Main.run(terminal, "export", "orders", "-s", server.url()))
                    .isEqualTo(1);
            assertThat(err.toString(UTF_8)).contains("nobody reads it any more");
        }
    }
}
