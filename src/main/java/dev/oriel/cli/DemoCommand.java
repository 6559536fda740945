package dev.oriel.cli;

import dev.oriel.broker.BrokerStartException;
import dev.oriel.broker.PortInUseException;
import dev.oriel.broker.TopicException;
import dev.oriel.demo.ShopPortException;
import dev.oriel.server.StartException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code oriel demo}: a broker, a shop that writes, and several instances, all in one process. */
@Command(
        name = "demo",
        description = {
            "See it run: a real Kafka broker, a shop that writes orders, and instances to read them from.",
            "Nothing else has to be installed or started. The shop also takes orders over HTTP."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped in order", "2:a port is taken, or the folder cannot be had"},
        footerHeading = "%nExamples:%n",
        footer = {"  oriel demo", "  oriel demo --instances 5 --rate 500 --dir ./demo"})
final class DemoCommand implements Runnable {

    private final Terminal terminal;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The first instance's port; the others take the ones after it. Default: ${DEFAULT-VALUE}.")
    private int port = 8080;

    @Option(names = "--instances", paramLabel = "N", description = "How many instances. Default: ${DEFAULT-VALUE}.")
    private int instances = 3;

    @Option(names = "--rate", paramLabel = "N", description = "Events written a second. Default: ${DEFAULT-VALUE}.")
    private double rate = 50;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "The broker's port. Default: ${DEFAULT-VALUE}.")
    private int kafkaPort = 9092;

    @Option(
            names = "--shop-port",
            paramLabel = "PORT",
            description = "Where the shop takes orders. Default: ${DEFAULT-VALUE}.")
    private int shopPort = 8070;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to keep data. Default: nowhere, it goes on exit.")
    private Optional<Path> directory = Optional.empty();

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (instances < 1 || instances > 16) {
            throw new CliException(ExitCode.USAGE, "--instances: expected 1 to 16, found " + instances);
        }
        if (!(rate > 0 && rate <= 100_000)) {
            throw new CliException(ExitCode.USAGE, "--rate: expected more than 0 and at most 100000, found " + rate);
        }
        PortOption.check("--port", port, instances);
        PortOption.check("--kafka-port", kafkaPort, 1);
        PortOption.check("--shop-port", shopPort, 1);
        LogLevels.keepScreenClear();
        try {
            DemoRun.Options options = new DemoRun.Options(port, instances, rate, kafkaPort, shopPort, directory);
            ShutdownSignal.await(terminal, stopping -> DemoRun.start(terminal, options, stopping));
        } catch (PortInUseException e) {
            throw new CliException(ExitCode.USAGE, e.getMessage() + " (--kafka-port)", e);
        } catch (StartException e) {
            throw new CliException(ExitCode.USAGE, e.getMessage() + " (--port)", e);
        } catch (ShopPortException | BrokerStartException | TopicException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
