package dev.oriel.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.oriel.broker.BrokerOptions;
import dev.oriel.broker.EmbeddedKafka;
import dev.oriel.broker.TopicSpec;
import dev.oriel.config.HostPort;
import dev.oriel.config.OrielConfig;
import dev.oriel.store.ReplicaListener;
import dev.oriel.store.RocksMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a view says while what it is made from is not there yet. */
@Timeout(120)
class ViewRunnerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Heard said = Heard.from(ViewRunner.class);

    /** Kafka tells its version with each client that is made, and the runner makes one for each try. */
    private final Heard tries = Heard.from(AppInfoParser.class);

    @BeforeEach
    void listen() {
        said.begin();
        tries.begin();
    }

    @AfterEach
    void hearNoMore() {
        said.end();
        tries.end();
    }

    @Test
    void what_is_waited_for_is_logged_once_however_often_it_is_tried_and_again_when_it_is_another() throws Exception {
        int port = freePort();
        View view = new View(ViewConfigs.table());
        try (RocksMemory memory = new RocksMemory(1 << 20, 1L << 20)) {
            ViewRunner runner = runner(view, memory, port);
            runner.start();
            try {
                awaitTries(3);
                try (EmbeddedKafka kafka =
                        EmbeddedKafka.start(BrokerOptions.temporary().withPort(port))) {
                    await().atMost(PATIENCE).until(() -> view.state().detail().equals("topic orders does not exist"));
                    awaitTries(3);
                    kafka.createTopic(TopicSpec.compacted("orders", 2));
                    await().atMost(PATIENCE).until(() -> view.state() instanceof ViewState.Running);
                    assertThat(runner.stop(PATIENCE)).isTrue();
                }
            } finally {
                assertThat(runner.stop(PATIENCE)).isTrue();
            }
        }

        assertThat(said.lines)
                .filteredOn(line -> line.startsWith("view orders: waiting"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("view orders: waiting: the broker does not answer"
                                        + " (bootstrap.servers: 127.0.0.1:" + port + ")"),
                        line -> assertThat(line).isEqualTo("view orders: waiting: topic orders does not exist"));
        assertThat(said.lines).filteredOn("view orders: running"::equals).hasSize(1);
    }

    /** Waits until so many more tries have been begun, so that all but the last of them have ended. */
    private void awaitTries(int more) {
        long wanted = versions() + more;
        await().atMost(PATIENCE).until(() -> versions() >= wanted);
    }

    private long versions() {
        return tries.lines.stream()
                .filter(line -> line.startsWith("Kafka version"))
                .count();
    }

    private ViewRunner runner(View view, RocksMemory memory, int port) {
        // Kafka's client gives up before the runner does, with words that hold the time.
        OrielConfig base = ViewConfigs.config(
                Map.of(
                        "bootstrap.servers", "127.0.0.1:" + port,
                        "request.timeout.ms", "1000",
                        "default.api.timeout.ms", "1500"),
                Map.of(),
                view.config());
        OrielConfig config = new OrielConfig(
                base.applicationId(),
                base.server(),
                base.kafka(),
                base.streams(),
                folder,
                base.memory(),
                base.reads(),
                base.watches(),
                base.tracing(),
                base.views());
        return new ViewRunner(
                view,
                config,
                new HostPort("127.0.0.1", 1),
                memory,
                () -> {},
                ReplicaListener.NONE,
                streams -> () -> {});
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What a class logs, from INFO on, kept from the console. */
    private static final class Heard extends AppenderBase<ILoggingEvent> {
        final List<String> lines = new CopyOnWriteArrayList<>();
        private final Logger logger;
        private Level before = Level.INFO;

        private Heard(Logger logger) {
            this.logger = logger;
        }

        static Heard from(Class<?> type) {
            return new Heard((Logger) LoggerFactory.getLogger(type));
        }

        void begin() {
            before = logger.getEffectiveLevel();
            logger.setLevel(Level.INFO);
            logger.setAdditive(false);
            logger.addAppender(this);
            start();
        }

        void end() {
            logger.detachAppender(this);
            logger.setAdditive(true);
            logger.setLevel(before);
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    }
}
