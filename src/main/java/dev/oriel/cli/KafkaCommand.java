package dev.oriel.cli;

import dev.oriel.broker.BrokerOptions;
import dev.oriel.broker.BrokerStartException;
import dev.oriel.broker.EmbeddedKafka;
import dev.oriel.broker.PortInUseException;
import dev.oriel.broker.TopicException;
import dev.oriel.broker.TopicSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code oriel kafka}: the embedded broker alone. */
@Command(
        name = "kafka",
        description = "Run a real single-node Kafka broker on this machine, for development. Not for production.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped in order", "2:the port is taken, or the folder cannot be had"},
        footerHeading = "%nExamples:%n",
        footer = {"  oriel kafka --port 9092 --topic orders:12:compact --topic events:6"})
final class KafkaCommand implements Runnable {

    private static final int DEFAULT_PORT = 9092;

    private final Terminal terminal;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port on 127.0.0.1; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port = DEFAULT_PORT;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to keep data. Default: nowhere, it goes on exit.")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--topic",
            paramLabel = "NAME:PARTITIONS[:compact]",
            converter = TopicConverter.class,
            description = "A topic to create if it is not there. Repeatable.")
    private List<TopicSpec> topics = new ArrayList<>();

    KafkaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Reads a topic's specification. */
    static final class TopicConverter implements ITypeConverter<TopicSpec> {
        @Override
        public TopicSpec convert(String value) {
            try {
                return TopicSpec.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public void run() {
        PortOption.check("--port", port, 1);
        try {
            ShutdownSignal.await(terminal, stopping -> start());
        } catch (PortInUseException e) {
            throw new CliException(ExitCode.USAGE, e.getMessage() + " (--port)", e);
        } catch (BrokerStartException | TopicException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private EmbeddedKafka start() {
        BrokerOptions options = BrokerOptions.temporary().withPort(port);
        EmbeddedKafka kafka =
                EmbeddedKafka.start(directory.map(options::withDirectory).orElse(options));
        try {
            topics.forEach(kafka::createTopic);
        } catch (TopicException e) {
            kafka.close();
            throw e;
        }
        terminal.out().println("Kafka listens on " + kafka.bootstrapServers() + ", data in " + kafka.directory());
        topics.forEach(topic -> terminal.out().println("  topic " + topic));
        terminal.out().println("Ctrl-C stops it.");
        return kafka;
    }
}
