package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private static final String ALL = """
            \uFEFF: a comment
            retry: 1500

            event: put
            id: orders/0@1
            data: {"key":"é🔑"}

            data:first
            data:  second
            data

            event: nothing

            :
            id: orders/0@2
            unknown: field
            retry: soon

            event:delete
            data: x: y

            data: not whole""";

    private static final List<ServerSentEvent> EVENTS = List.of(
            new ServerSentEvent("put", "{\"key\":\"é🔑\"}", "orders/0@1"),
            new ServerSentEvent("message", "first\n second\n", "orders/0@1"),
            new ServerSentEvent("delete", "x: y", "orders/0@2"));

    private static List<ServerSentEvent> read(EventStream stream, String text, int piece) throws Exception {
        List<ServerSentEvent> events = new ArrayList<>();
        byte[] bytes = text.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            events.addAll(stream.read(List.of(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)))));
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void events_are_read_however_the_bytes_are_cut(int piece) throws Exception {
        for (String lineEnd : List.of("\n", "\r", "\r\n")) {
            EventStream stream = new EventStream(1_000, "");

            assertThat(read(stream, ALL.replace("\n", lineEnd), piece)).isEqualTo(EVENTS);
            assertThat(stream.lastId()).isEqualTo("orders/0@2");
            assertThat(stream.retry())
                    .hasValueSatisfying(retry -> assertThat(retry).hasMillis(1_500));
        }
    }

    @Test
    void an_id_goes_on_from_the_connection_before() throws Exception {
        EventStream stream = new EventStream(1_000, "orders/0@7");

        assertThat(read(stream, "data: a\n\n", 100)).containsExactly(new ServerSentEvent("message", "a", "orders/0@7"));
        assertThat(read(stream, "id: bad\0id\ndata: b\n\nid\ndata: c\n\n", 100))
                .extracting(ServerSentEvent::lastId)
                .containsExactly("orders/0@7", "");
    }

    @Test
    void an_event_has_a_limit_however_many_lines_it_has() throws Exception {
        EventStream fits = new EventStream(100, "");
        assertThat(read(fits, ("data: " + "x".repeat(80) + "\n\n").repeat(3), 10))
                .hasSize(3);

        assertThatExceptionOfType(BoundedBody.TooLongException.class)
                .isThrownBy(() -> read(new EventStream(100, ""), "data: " + "x".repeat(100), 10));
        assertThatExceptionOfType(BoundedBody.TooLongException.class)
                .isThrownBy(() -> read(new EventStream(100, ""), "data: 1234\n".repeat(100), 10));
    }
}
