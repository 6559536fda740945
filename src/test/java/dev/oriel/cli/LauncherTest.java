package dev.oriel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts the real script with JDKs, a Maven and a PATH that are stand-ins. */
class LauncherTest {

    @TempDir
    private Path temp = Path.of("");

    private LauncherSandbox sandbox = new LauncherSandbox(Path.of(""));

    @BeforeEach
    void setUp() throws IOException {
        sandbox = new LauncherSandbox(temp.resolve("with space & $sign"));
        sandbox.create();
    }

    @Test
    void oriels_own_variable_goes_before_all() throws Exception {
        Path own = sandbox.jdk("own", "25");
        Path home = sandbox.jdk("home", "26.0.1");
        sandbox.jdk("jvm/newest", "27");
        var run = sandbox.runDistribution(Map.of("ORIEL_JAVA_HOME", own, "JAVA_HOME", home), "get", "orders", "1");

        assertThat(run.java()).isEqualTo(own);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void java_home_goes_before_a_newer_one_elsewhere() throws Exception {
        Path home = sandbox.jdk("home", "25.0.1");
        sandbox.jdk("jvm/newer", "25.0.3");

        assertThat(sandbox.runDistribution(Map.of("JAVA_HOME", home), "views").java())
                .isEqualTo(home);
    }

    @Test
    void an_older_java_home_is_passed_over_in_silence() throws Exception {
        Path old = sandbox.jdk("home", "17.0.15");
        Path newer = sandbox.jdk("jvm/temurin-25", "25.0.3");
        var run = sandbox.runDistribution(Map.of("JAVA_HOME", old), "views");

        assertThat(run.java()).isEqualTo(newer);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void an_older_oriel_java_home_is_passed_over_with_a_word() throws Exception {
        Path old = sandbox.jdk("home", "17.0.15");
        Path newer = sandbox.jdk("jvm/temurin-25", "25.0.3");
        var run = sandbox.runDistribution(Map.of("ORIEL_JAVA_HOME", old), "views");

        assertThat(run.java()).isEqualTo(newer);
        assertThat(run.err())
                .contains("ORIEL_JAVA_HOME names no JDK 25 or later")
                .hasLineCount(1);
    }

    @Test
    void the_newest_of_the_path_and_the_folders_is_taken() throws Exception {
        sandbox.javaOnPath(sandbox.jdk("elsewhere/path-jdk", "25.0.1"));
        sandbox.jdk("jvm/a", "25.0.9");
        Path newest = sandbox.jdk("jvm/b", "25.0.10");
        sandbox.jdk("jvm/c", "1.8.0_432");

        assertThat(sandbox.runDistribution(Map.of(), "views").java()).isEqualTo(newest);
    }

    @Test
    void java_on_the_path_is_followed_through_its_links() throws Exception {
        Path jdk = sandbox.jdk("elsewhere/path-jdk", "25.0.1");
        sandbox.javaOnPath(jdk);

        assertThat(sandbox.runDistribution(Map.of(), "views").java()).isEqualTo(jdk);
    }

    @Test
    void a_jdk_without_a_release_file_is_asked() throws Exception {
        Path jdk = sandbox.jdk("jvm/unlabelled", "25.0.2");
        Files.delete(jdk.resolve("release"));

        assertThat(sandbox.runDistribution(Map.of(), "views").java()).isEqualTo(jdk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contents/Home", "libexec/openjdk.jdk/Contents/Home"})
    void a_jdk_is_found_where_macos_puts_it(String inner) throws Exception {
        Path jdk = sandbox.jdk("jvm/temurin-25.jdk/" + inner, "25.0.2");

        assertThat(sandbox.runDistribution(Map.of(), "views").java()).isEqualTo(jdk);
    }

    @Test
    void with_only_an_older_java_it_says_what_it_found_and_what_to_install() throws Exception {
        Path old = sandbox.jdk("elsewhere/jdk-17", "17.0.15");
        sandbox.javaOnPath(old);
        sandbox.jdk("jvm/jdk-21", "21.0.4");
        var run = sandbox.runDistribution(Map.of("JAVA_HOME", temp.resolve("gone")), "serve");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("needs Java 25 or later")
                .contains("ORIEL_JAVA_HOME is not set")
                .contains("JAVA_HOME names no JDK (" + temp.resolve("gone") + ")")
                .contains("java on the PATH is 17.0.15 (" + old + ")")
                .contains("jdk-21 is 21.0.4")
                .contains("apt-get install temurin-25-jdk")
                .contains("sdk install java 25-tem")
                .contains("brew install temurin@25");
    }

    @Test
    void without_any_java_it_says_so() throws Exception {
        var run = sandbox.runDistribution(Map.of(), "serve");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no java on the PATH").contains("searched for JDKs in:");
    }

    @Test
    void arguments_and_exit_code_pass_through_unchanged() throws Exception {
        Path jdk = sandbox.jdk("jvm/jdk", "25");
        var run = sandbox.runDistribution(Map.of("EXIT_WITH", "7"), "get", "a b", "*", "", "$HOME", "\"'\\", "käse");

        assertThat(run.java()).isEqualTo(jdk);
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.arguments()).endsWith("dev.oriel.cli.Main", "get", "a b", "*", "", "$HOME", "\"'\\", "käse");
        assertThat(run.arguments())
                .containsSequence("-cp", sandbox.distribution() + "/lib/*")
                .contains("-Doriel.home=" + sandbox.distribution());
    }

    @ParameterizedTest
    @CsvSource({"absolute", "relative", "chain"})
    void a_symbolic_link_leads_to_the_distribution(String kind) throws Exception {
        sandbox.jdk("jvm/jdk", "25");
        Path link = sandbox.linkToLauncher(kind);

        assertThat(sandbox.run(link, Map.of(), List.of("views")).arguments())
                .contains("-Doriel.home=" + sandbox.distribution());
    }

    @Test
    void client_commands_start_fast_and_servers_run_well() throws Exception {
        sandbox.jdk("jvm/jdk", "25");

        assertThat(sandbox.runDistribution(Map.of(), "--verbose", "get", "serve", "1")
                        .arguments())
                .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .doesNotContain("-XX:+UseG1GC");
        assertThat(sandbox.runDistribution(Map.of(), "serve", "--config", "get").arguments())
                .contains("-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError")
                .doesNotContain("-XX:TieredStopAtLevel=1");
    }

    @Test
    void the_users_options_come_last_and_may_choose_the_collector() throws Exception {
        sandbox.jdk("jvm/jdk", "25");
        var run =
                sandbox.runDistribution(Map.of("JAVA_OPTS", "-Da=* -Xmx1g", "ORIEL_JAVA_OPTS", "-XX:+UseZGC"), "serve");

        assertThat(run.arguments())
                .containsSequence("-XX:+ExitOnOutOfMemoryError", "-Da=*", "-Xmx1g", "-XX:+UseZGC")
                .doesNotContain("-XX:+UseG1GC");
    }

    @ParameterizedTest
    @CsvSource({"'', C.UTF-8", "C, C.UTF-8", "POSIX, C.UTF-8", "de_DE.UTF-8, unset"})
    void the_jvm_reads_arguments_as_utf8_also_in_the_c_locale(String lang, String expected) throws Exception {
        sandbox.jdk("jvm/jdk", "25");

        assertThat(sandbox.runDistribution(Map.of("LANG", lang), "views").locale())
                .isEqualTo(expected);
    }

    @Test
    void the_source_tree_is_built_first_and_only_once() throws Exception {
        Path jdk = sandbox.jdkWithCompiler("jvm/jdk", "25");
        var first = sandbox.runSources("views");
        var second = sandbox.runSources("views");

        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).contains("building Oriel 1.2.3").contains("built Oriel 1.2.3");
        assertThat(first.arguments())
                .contains("-Doriel.home=" + sandbox.sources().resolve("target/oriel-1.2.3"));
        assertThat(second.err()).isEmpty();
        assertThat(sandbox.builds()).containsExactly("JAVA_HOME=" + jdk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "openapi.yaml", "src/main/java/A.java"})
    void a_changed_source_is_built_again(String changed) throws Exception {
        sandbox.jdkWithCompiler("jvm/jdk", "25");
        sandbox.runSources("views");
        Files.setLastModifiedTime(
                sandbox.sources().resolve(changed), FileTime.from(Instant.now().plusSeconds(2)));
        sandbox.runSources("views");

        assertThat(sandbox.builds()).hasSize(2);
    }

    @Test
    void a_failed_build_shows_the_end_of_its_log_and_is_tried_again() throws Exception {
        sandbox.jdkWithCompiler("jvm/jdk", "25");
        Files.createFile(sandbox.sources().resolve("fail"));
        var failed = sandbox.runSources("views");
        Files.delete(sandbox.sources().resolve("fail"));
        var repaired = sandbox.runSources("views");

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .contains("the build failed")
                .contains(sandbox.sources() + "/target/oriel-build.log")
                .contains("[ERROR] cannot find symbol");
        assertThat(repaired.exitCode()).isZero();
    }

    @Test
    void an_interrupted_build_is_done_again() throws Exception {
        sandbox.jdkWithCompiler("jvm/jdk", "25");
        sandbox.runSources("views");
        Files.createFile(sandbox.sources().resolve("target/.oriel-building"));
        sandbox.runSources("views");

        assertThat(sandbox.builds()).hasSize(2);
    }

    @Test
    void the_source_tree_needs_a_compiler() throws Exception {
        sandbox.jdk("jvm/runtime-only", "25");
        var run = sandbox.runSources("views");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("runtime-only is 25, but without the compiler");
        assertThat(sandbox.builds()).isEmpty();
    }

    @ParameterizedTest(name = "flock: {0}")
    @ValueSource(booleans = {true, false})
    void starts_at_the_same_time_build_once(boolean flock) throws Exception {
        sandbox.jdkWithCompiler("jvm/jdk", "25");
        if (!flock) {
            sandbox.removeTool("flock");
        }
        var runs = sandbox.runSourcesConcurrently(3, "views");

        assertThat(runs).allSatisfy(run -> assertThat(run.exitCode()).isZero());
        assertThat(sandbox.builds()).hasSize(1);
    }

    @Test
    void a_lock_left_by_a_dead_process_is_passed_over() throws Exception {
        sandbox.jdkWithCompiler("jvm/jdk", "25");
        sandbox.removeTool("flock");
        Process dead = new ProcessBuilder("/bin/sh", "-c", "exit").start();
        dead.waitFor();
        Files.createDirectories(sandbox.sources().resolve("target"));
        Files.createSymbolicLink(sandbox.sources().resolve("target/.oriel-lock.pid"), Path.of("" + dead.pid()));

        assertThat(sandbox.runSources("views").exitCode()).isZero();
    }

    @Test
    void servers_start_from_the_cache_of_an_earlier_run_if_there_is_one() throws Exception {
        sandbox.jdk("jvm/jdk", "25.0.1");
        Path cache = sandbox.distribution().resolve("lib/oriel.aot");
        String use = "-XX:AOTCache=" + cache;
        assertThat(sandbox.runDistribution(Map.of(), "serve").arguments()).doesNotContain(use);

        Files.createFile(cache);

        assertThat(sandbox.runDistribution(Map.of(), "serve", "-c", "a.yaml").arguments())
                .contains(use);
        assertThat(sandbox.runDistribution(Map.of(), "demo").arguments()).contains(use);
        assertThat(sandbox.runDistribution(Map.of(), "get", "orders", "1").arguments())
                .doesNotContain(use);
    }

    @Test
    void a_cache_that_is_not_made_is_said_not_to_be_and_why() throws Exception {
        sandbox.jdk("jvm/jdk", "25.0.1");

        // The stand-in makes none, and tells what it was given.
        var run = sandbox.runDistribution(Map.of(), "aot-cache");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("the cache was not made")
                .contains("-XX:AOTCacheOutput=" + sandbox.distribution().resolve("lib/oriel.aot"));
    }

    @Test
    void asked_for_help_it_makes_no_cache() throws Exception {
        sandbox.jdk("jvm/jdk", "25.0.1");

        assertThat(sandbox.runDistribution(Map.of(), "aot-cache", "--help").arguments())
                .noneMatch(argument -> argument.contains("AOT"));
    }
}
