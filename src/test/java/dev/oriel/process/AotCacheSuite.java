package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code oriel aot-cache}, in an installation of its own: minutes of processor time, most of it the JVM writing the cache. */
@ExtendWith(ShowLogs.class)
@Timeout(480)
class AotCacheSuite {

    /** Has the JVM refuse to start without the cache that it was given. */
    private static final String OR_NOTHING = "-XX:AOTMode=on";

    /** A collector that the cache was not made with is none of its business; object headers are. */
    private static final String OTHER_HEADERS = "-XX:-UseCompactObjectHeaders";

    @TempDir
    private Path folder;

    @Test
    void servers_start_from_the_cache_and_without_it_where_it_does_not_fit() throws Exception {
        Path installation = AotInstallation.make(folder.resolve("oriel"));
        assertThat(installation.resolve("lib/oriel.aot.log")).doesNotExist();

        for (String options : List.of(OR_NOTHING, OTHER_HEADERS)) {
            try (OrielProcess demo = OrielProcess.startWith(
                    options, installation, "demo", "--port=0", "--kafka-port=0", "--shop-port=0", "--instances=1")) {
                demo.awaitOut("Ctrl-C stops everything");
                assertThat(demo.terminate().exitCode()).isZero();
                assertThat(demo.err()).doesNotContain("aot");
            }
        }
    }
}
