package dev.oriel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @ParameterizedTest
    @ValueSource(strings = {"get", "lookup", "scan", "index", "export", "views", "cluster", "completion", "version"})
    void every_command_explains_itself(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: oriel " + command).contains("--verbose");
        assertThat(run.out()).isEqualTo(CommandRun.of("help", command).out());
        assertThat(CommandRun.of("--help").out()).contains("\n  " + command + " ");
    }

    @Test
    void version_is_told_by_option_and_command_alike() {
        assertThat(CommandRun.of("--version").out())
                .startsWith("oriel ")
                .contains("Java " + System.getProperty("java.version"))
                .isEqualTo(CommandRun.of("version").out());
    }

    @Test
    void no_command_shows_the_usage_as_an_error() {
        CommandRun run = CommandRun.of();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("Usage: oriel");
    }

    @Test
    void an_unknown_command_is_named() {
        CommandRun run = CommandRun.of("viewz", "orders");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("oriel: there is no command 'viewz'").contains("views");
    }

    @Test
    void a_misspelt_option_gets_a_suggestion() {
        CommandRun run = CommandRun.of("get", "orders", "1", "--serve=x");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--serve=x").contains("--server").contains("oriel get --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completion_knows_the_commands(String shell) {
        assertThat(CommandRun.of("completion", shell).out())
                .contains("complete ")
                .contains("cluster")
                .contains("lookup", "--prefix", "--output")
                .contains("--direct");
    }

    @Test
    void completion_of_an_unknown_shell_is_wrong_usage() {
        CommandRun run = CommandRun.of("completion", "fish");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).containsIgnoringCase("bash, zsh");
    }
}
