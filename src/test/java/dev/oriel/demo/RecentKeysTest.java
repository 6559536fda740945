package dev.oriel.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentKeysTest {

    private final RecentKeys keys = new RecentKeys(3);

    @Test
    void the_oldest_goes_when_there_are_too_many() {
        keys.add("a");
        keys.add("b");
        keys.add("c");
        keys.add("d");

        assertThat(keys.newestFirst()).containsExactly("d", "c", "b");
    }

    @Test
    void a_key_written_again_is_the_newest() {
        keys.add("a");
        keys.add("b");
        keys.add("a");

        assertThat(keys.newestFirst()).containsExactly("a", "b");
    }

    @Test
    void a_removed_key_is_no_longer_given() {
        keys.add("a");
        keys.add("b");
        keys.remove("a");

        assertThat(keys.newestFirst()).containsExactly("b");
    }
}
