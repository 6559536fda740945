package dev.oriel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchPathTest {

    @Test
    void a_view_and_a_key_can_be_watched_whatever_they_are_called() {
        assertThat(WatchPath.of("/v1/views/orders/watch")).contains(new WatchPath("orders", Optional.empty()));
        assertThat(WatchPath.of("/v1/views/keys/watch")).contains(new WatchPath("keys", Optional.empty()));
        assertThat(WatchPath.of("/v1/views/orders/keys/a%2Fb/watch"))
                .contains(new WatchPath("orders", Optional.of("a%2Fb")));
        assertThat(WatchPath.of("/v1/views/orders/keys/watch/watch"))
                .contains(new WatchPath("orders", Optional.of("watch")));
        assertThat(WatchPath.of("/v1/views/orders/keys//watch")).contains(new WatchPath("orders", Optional.of("")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/views/orders/keys/watch",
                "/v1/views/watch",
                "/v1/views//watch",
                "/v1/views/orders",
                "/v1/views/orders/watch/",
                "/v1/views/orders/keys/a/b/watch",
                "/v2/views/orders/watch",
                "/watch"
            })
    void other_paths_are_no_watch(String path) {
        assertThat(WatchPath.of(path)).isEmpty();
    }

    @Test
    void the_paths_it_makes_are_those_it_reads() {
        assertThat(WatchPath.of(WatchPath.ofKey("orders", "a/b c")))
                .contains(new WatchPath("orders", Optional.of("a%2Fb%20c")));
        assertThat(WatchPath.ofView("orders", "a%2F")).isEqualTo("/v1/views/orders/watch?prefix=a%2F");
    }
}
