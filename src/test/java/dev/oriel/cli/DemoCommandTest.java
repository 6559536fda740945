package dev.oriel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {

    @ParameterizedTest
    @CsvSource({
        "demo, --instances, 0, expected 1 to 16",
        "demo, --instances, 17, expected 1 to 16",
        "demo, --rate, 0.0, expected more than 0 and at most 100000",
        "demo, --rate, NaN, expected more than 0 and at most 100000",
        "demo, --port, 65534, expected 0 to 65533",
        "demo, --kafka-port, -1, expected 0 to 65535",
        "demo, --shop-port, 65536, expected 0 to 65535",
        "kafka, --port, 65536, expected 0 to 65535",
    })
    void a_number_out_of_range_is_refused_before_anything_starts(
            String command, String option, String value, String expected) {
        CommandRun run = CommandRun.of(command, option, value);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("oriel: " + option + ": " + expected + ", found " + value + "\n");
    }
}
