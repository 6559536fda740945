package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.client.Servers.Server;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServersTest {

    private long now = Long.MAX_VALUE - 1_000;
    private final Servers servers = new Servers(
            Stream.of("http://a", "http://b", "http://c").map(URI::create).toList(), () -> now);

    private List<String> round() {
        List<String> names = new ArrayList<>();
        servers.round().forEachRemaining(server -> names.add(server.url().getHost()));
        return names;
    }

    private Server server(String host) {
        Server[] found = new Server[1];
        servers.round().forEachRemaining(server -> {
            if (server.url().getHost().equals(host)) {
                found[0] = server;
            }
        });
        return found[0];
    }

    @Test
    void each_request_begins_at_the_next_server() {
        assertThat(round()).containsExactly("a", "b", "c");
        assertThat(round()).containsExactly("b", "c", "a");
        assertThat(round()).containsExactly("c", "a", "b");
        assertThat(round()).containsExactly("a", "b", "c");
    }

    @Test
    void a_server_that_failed_is_asked_last_for_a_while() {
        server("b").failed();

        for (int i = 0; i < 3; i++) {
            assertThat(round()).hasSize(3).endsWith("b");
        }
        now += Servers.PASSED_OVER.toNanos();
        assertThat(Stream.generate(this::round).limit(3).map(names -> names.get(0)))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void a_server_that_answers_again_has_its_turn_again() {
        Server b = server("b");
        b.failed();
        b.answered();

        assertThat(Stream.generate(this::round).limit(3).map(names -> names.get(0)))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void when_all_have_failed_all_are_tried() {
        Stream.of("a", "b", "c").forEach(host -> server(host).failed());

        assertThat(round()).containsExactlyInAnyOrder("a", "b", "c");
    }
}
