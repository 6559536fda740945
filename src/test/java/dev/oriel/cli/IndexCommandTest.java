package dev.oriel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class IndexCommandTest {

    @Test
    void prints_the_entries_that_have_a_value() throws IOException {
        try (StubServer server =
                StubServer.answering(request -> EntryLines.page("", EntryLines.entry("a"), EntryLines.entry("b")))) {
            CommandRun run =
                    CommandRun.of("index", "orders", "by-status", "paid/é", "--limit", "7", "-s", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(EntryLines.lines("a", "b"));
            assertThat(server.requests())
                    .extracting(StubServer.Request::target)
                    .containsExactly("/v1/views/orders/indexes/by-status/paid%2F%C3%A9?limit=7");
        }
    }

    @Test
    void without_a_value_prints_a_range_of_values_and_follows_its_pages() throws IOException {
        try (StubServer server =
                StubServer.answering(request -> request.target().contains("cursor=")
                        ? EntryLines.page("", EntryLines.entry("b"))
                        : EntryLines.page(",\"next\":\"c1\"", EntryLines.entry("a")))) {
            CommandRun run = CommandRun.of("index", "orders", "by-total", "--from", "10", "--desc", "-s", server.url());

            assertThat(run.out()).isEqualTo(EntryLines.lines("a", "b"));
            assertThat(server.requests())
                    .extracting(StubServer.Request::target)
                    .containsExactly(
                            "/v1/views/orders/indexes/by-total?from=10&order=desc&limit=100",
                            "/v1/views/orders/indexes/by-total?from=10&order=desc&limit=100&cursor=c1");
        }
    }
}
