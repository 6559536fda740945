package dev.oriel.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.route.EventReader;
import dev.oriel.route.ServerSentEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is written by {@link EventBuffer} is read by {@link EventReader}, and what else the specification allows. */
class ServerSentEventsTest {

    record Written(String type, String data, String id) {}

    @Property
    void what_is_written_is_read(@ForAll("events") List<Written> events, @ForAll Random random) throws IOException {
        EventBuffer buffer = new EventBuffer();
        for (Written event : events) {
            if (random.nextBoolean()) {
                buffer.heartbeat();
            }
            if (event.type().isEmpty() && !event.id().isEmpty()) {
                buffer.idAlone(event.id());
            } else {
                buffer.event(event.type() + "x", event.data().getBytes(UTF_8), event.id());
            }
        }
        assertThat(read(new Trickle(buffer.take().array(), random)))
                .isEqualTo(events.stream().map(ServerSentEventsTest::asRead).toList());
    }

    private static String asRead(Written event) {
        if (event.type().isEmpty() && !event.id().isEmpty()) {
            return text("message", "", Optional.of(event.id()));
        }
        String lines = event.data().replace("\r\n", "\n").replace('\r', '\n');
        return text(event.type() + "x", lines, Optional.of(event.id()).filter(id -> !id.isEmpty()));
    }

    @Provide
    Arbitrary<List<Written>> events() {
        Arbitrary<String> words =
                Arbitraries.strings().withChars("ab:. é").ofMaxLength(5).map(String::strip);
        Arbitrary<String> data =
                Arbitraries.strings().withChars("ab: \n\ré\u2028").ofMaxLength(20);
        return Combinators.combine(words, data, words).as(Written::new).list().ofMaxSize(10);
    }

    @Test
    void an_event_is_written_as_the_specification_has_it() {
        EventBuffer buffer = new EventBuffer();

        buffer.heartbeat();
        buffer.event("put", "{\"a\":\r\n1}".getBytes(UTF_8), "orders/1@7");
        buffer.event("reset", "{}".getBytes(UTF_8), "");
        buffer.idAlone("orders/1@8");

        assertThat(UTF_8.decode(buffer.take()).toString())
                .isEqualTo(
                        ":\n\nid: orders/1@7\nevent: put\ndata: {\"a\":\ndata: 1}\n\nevent: reset\ndata: {}\n\nid: orders/1@8\n\n");
        assertThat(buffer.take().remaining()).isZero();
    }

    @Test
    void fields_are_read_as_the_specification_has_them() throws IOException {
        String stream = """
                : comment
                retry: 10

                event:put
                data
                data:  x
                unknown: y
                id

                event: forgotten

                data: a:b

                data: unfinished
                """;

        assertThat(read(new ByteArrayInputStream(stream.getBytes(UTF_8))))
                .containsExactly(text("put", "\n x", Optional.of("")), text("message", "a:b", Optional.empty()));
    }

    private static List<String> read(InputStream in) throws IOException {
        EventReader reader = new EventReader(in);
        List<String> events = new ArrayList<>();
        for (Optional<ServerSentEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
            ServerSentEvent read = event.get();
            events.add(text(read.type(), new String(read.data(), UTF_8), read.id()));
        }
        return events;
    }

    private static String text(String type, String data, Optional<String> id) {
        return type + "|" + data + "|" + id;
    }

    /** Gives some bytes at a time, as a network does. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream bytes;
        private final Random random;

        Trickle(byte[] bytes, Random random) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int at, int length) {
            return bytes.read(into, at, Math.min(length, 1 + random.nextInt(7)));
        }
    }
}
