package dev.oriel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

    private static final List<String> WORDS = List.of("peer-port", "port", "public-url", "shutdown-grace");

    @ParameterizedTest
    @CsvSource({
        "prot, port",
        "peerPort, peer-port",
        "peer_port, peer-port",
        "PUBLIC-URL, public-url",
        "publicurls, public-url",
        "shutdown, shutdown-grace",
    })
    void the_closest_of_a_closed_set_is_found(String found, String meant) {
        assertThat(Suggestions.closest(found, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "x", "''"})
    void what_resembles_nothing_has_no_suggestion(String found) {
        assertThat(Suggestions.closest(found, WORDS)).isEmpty();
    }

    @Test
    void in_an_open_set_only_a_slip_counts() {
        List<String> known = List.of("max.poll.records", "acks");

        assertThat(Suggestions.nearMiss("max.pol.record", known)).contains("max.poll.records");
        assertThat(Suggestions.nearMiss("max-poll-records", known)).contains("max.poll.records");
        assertThat(Suggestions.nearMiss("max.records", known)).isEmpty();
        assertThat(Suggestions.nearMiss("max", known)).isEmpty();
    }
}
