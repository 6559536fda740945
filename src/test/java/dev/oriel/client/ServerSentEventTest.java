package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.oriel.api.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentEventTest {

    private static final Instant THEN = Instant.parse("2026-11-25T10:00:00.123Z");

    @Test
    void a_put_is_read_with_its_value_as_it_was_written() {
        var event = new ServerSentEvent(
                "put",
                "{\"key\":\"o-1\",\"version\":7,\"timestamp\":\"2026-11-25T10:00:00.123Z\",\"value\":{ \"total\" : 1.50,\"é\":1},\"conflated\":3}",
                "orders/0@7~a,orders/1@9~a");

        assertThat(event.toWatchEvent())
                .contains(new WatchEvent.Put(
                        "o-1",
                        7,
                        THEN,
                        "{ \"total\" : 1.50,\"é\":1}",
                        3,
                        Position.parseList("orders/0@7~a,orders/1@9~a")));
        assertThat(event.toWatchEvent())
                .hasValueSatisfying(put -> assertThat(((WatchEvent.Put) put).valueBytes())
                        .isEqualTo("{ \"total\" : 1.50,\"é\":1}".getBytes(UTF_8)));
    }

    @Test
    void a_delete_is_read_without_a_value() {
        var event = new ServerSentEvent(
                "delete", "{\"key\":17,\"version\":8,\"timestamp\":\"2026-11-25T10:00:00.123Z\"}", "orders/0@8");

        assertThat(event.toWatchEvent())
                .contains(new WatchEvent.Delete(
                        "17", OptionalLong.of(8), Optional.of(THEN), 0, Position.parseList("orders/0@8")));
    }

    @Test
    void a_key_that_was_never_there_is_deleted_without_version_and_time() {
        assertThat(new ServerSentEvent("delete", "{\"key\":\"a\"}", "").toWatchEvent())
                .contains(new WatchEvent.Delete("a", OptionalLong.empty(), Optional.empty(), 0, List.of()));
    }

    @Test
    void a_reset_is_read_whatever_its_data() {
        assertThat(new ServerSentEvent("reset", "{}", "orders/0@8").toWatchEvent())
                .contains(new WatchEvent.Reset(Position.parseList("orders/0@8")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "Put", "later"})
    void events_of_types_that_are_not_known_are_passed_over(String type) {
        assertThat(new ServerSentEvent(type, "anything", "").toWatchEvent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "put | no json | orders/0@1",
                "put | {\"version\":7,\"timestamp\":\"2026-11-25T10:00:00Z\",\"value\":1} | orders/0@1",
                "put | {\"key\":\"a\",\"timestamp\":\"2026-11-25T10:00:00Z\",\"value\":1} | orders/0@1",
                "put | {\"key\":\"a\",\"version\":7,\"value\":1} | orders/0@1",
                "put | {\"key\":\"a\",\"version\":7,\"timestamp\":\"noon\",\"value\":1} | orders/0@1",
                "put | {\"key\":\"a\",\"version\":7,\"timestamp\":\"2026-11-25T10:00:00Z\"} | orders/0@1",
                "delete | {\"version\":7} | orders/0@1",
                "delete | {\"key\":\"a\",\"timestamp\":\"noon\"} | orders/0@1",
                "reset | {} | nowhere"
            })
    void what_cannot_be_understood_is_refused(String type, String data, String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerSentEvent(type, data, id).toWatchEvent())
                .withMessageStartingWith("expected");
    }
}
