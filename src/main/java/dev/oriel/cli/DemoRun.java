package dev.oriel.cli;

import dev.oriel.broker.BrokerOptions;
import dev.oriel.broker.EmbeddedKafka;
import dev.oriel.broker.TemporaryFolder;
import dev.oriel.demo.DemoActivity;
import dev.oriel.demo.DemoScreen;
import dev.oriel.demo.DemoStatus;
import dev.oriel.demo.OrderDesk;
import dev.oriel.demo.Shop;
import dev.oriel.demo.ShopServer;
import dev.oriel.demo.ShopTraffic;
import dev.oriel.server.OrielInstance;
import dev.oriel.server.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The parts of a running demo: broker, traffic, instances and screen, closed in the reverse order. */
final class DemoRun implements AutoCloseable {

    /** The same products and customers each time, so that what is written about them stays true. */
    private static final long SEED = 2026;

    private static final Duration SCREEN_PAUSE = Duration.ofSeconds(1);
    private static final Duration READY_PAUSE = Duration.ofMillis(100);
    private static final Duration READY_AT_MOST = Duration.ofSeconds(60);

    /**
     * What the user asked for.
     *
     * @param port the first instance's port; 0 takes free ones
     * @param instances how many instances
     * @param rate events a second
     * @param kafkaPort the broker's port; 0 takes a free one
     * @param shopPort the port for orders; 0 takes a free one
     * @param directory where data is kept; if empty it goes when the demo ends
     */
    record Options(int port, int instances, double rate, int kafkaPort, int shopPort, Optional<Path> directory) {}

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<OrielInstance> instances = new ArrayList<>();
    private final Options options;
    private final BooleanSupplier stopping;
    private final Terminal terminal;
    private final Thread screen = Thread.ofPlatform().name("screen").daemon().unstarted(this::showActivity);
    private final ShopTraffic traffic;
    private final OrderDesk desk;
    private final DemoScreen view;

    /** Starts everything and shows what runs; returns when all instances are ready. If that fails or is broken off, nothing is left. */
    static DemoRun start(Terminal terminal, Options options, BooleanSupplier stopping)
            throws StartException, InterruptedException {
        return new DemoRun(terminal, options, stopping);
    }

    private DemoRun(Terminal terminal, Options options, BooleanSupplier stopping)
            throws StartException, InterruptedException {
        this.terminal = terminal;
        this.options = options;
        this.stopping = stopping;
        this.view = new DemoScreen(terminal.out(), terminal.interactive(), Clock.systemUTC());
        boolean complete = false;
        try {
            ShopServer server = part(ShopServer.bind(options.shopPort()));
            Path data = dataDirectory();
            say("starting Kafka …");
            EmbeddedKafka kafka = part(
                    EmbeddedKafka.start(new BrokerOptions(options.kafkaPort(), Optional.of(data.resolve("kafka")))));
            say("writing products and customers …");
            Shop shop = new Shop(new Random(SEED), Clock.systemUTC());
            traffic = part(ShopTraffic.start(kafka.bootstrapServers(), shop, options.rate()));
            desk = part(OrderDesk.open(kafka.bootstrapServers(), shop, Clock.systemUTC()));
            say("starting " + options.instances() + " instances …");
            startInstances(kafka.bootstrapServers(), data);
            awaitReady();
            server.start(desk, url(0));
            // No more orders before what takes them is closed.
            parts.push(server);
            view.show(status(kafka, server));
            screen.start();
            complete = true;
        } finally {
            if (!complete) {
                closeParts();
            }
        }
    }

    private <T extends AutoCloseable> T part(T part) throws InterruptedException {
        parts.push(part);
        goOn();
        return part;
    }

    private void goOn() throws InterruptedException {
        if (stopping.getAsBoolean()) {
            throw new InterruptedException("the demo is being stopped");
        }
    }

    private void say(String what) {
        terminal.err().println("oriel: " + what);
    }

    private Path dataDirectory() throws InterruptedException {
        try {
            if (options.directory().isPresent()) {
                return Files.createDirectories(options.directory().get());
            }
            return part(TemporaryFolder.create("oriel-demo-")).path();
        } catch (IOException e) {
            throw new CliException(2, "the folder for the demo's data cannot be written: " + e, e);
        }
    }

    private int port(int number) {
        return options.port() == 0 ? 0 : options.port() + number;
    }

    private void startInstances(String bootstrapServers, Path data) throws StartException, InterruptedException {
        for (int i = 0; i < options.instances(); i++) {
            OrielInstance instance =
                    OrielInstance.start(DemoConfig.of(i, port(i), bootstrapServers, data.resolve("oriel-" + i)));
            instances.add(instance);
            part(instance);
        }
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + READY_AT_MOST.toNanos();
        while (!instances.stream().allMatch(OrielInstance::isReady)
                || traffic.samples().size() < 3) {
            if (System.nanoTime() > deadline) {
                say("some instances are not ready after " + READY_AT_MOST.toSeconds() + " s; see /health/ready");
                return;
            }
            Thread.sleep(READY_PAUSE);
            goOn();
        }
    }

    private URI url(int instance) {
        return URI.create("http://localhost:" + instances.get(instance).port());
    }

    /** Keys to read, at each of the instances. */
    List<URI> samples() {
        return IntStream.range(0, instances.size())
                .mapToObj(this::url)
                .flatMap(url -> traffic.samples().stream()
                        .map(sample -> url.resolve("/v1/views/" + sample.view() + "/keys/" + sample.key())))
                .toList();
    }

    private DemoStatus status(EmbeddedKafka kafka, ShopServer server) throws InterruptedException {
        List<DemoStatus.Instance> running = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            running.add(new DemoStatus.Instance("oriel-" + i, url(i)));
        }
        List<DemoStatus.View> views = List.of(
                new DemoStatus.View("orders", "table", ShopTraffic.ORDERS.name()),
                new DemoStatus.View("customers", "table", ShopTraffic.CUSTOMERS.name()),
                new DemoStatus.View("products", "global", ShopTraffic.PRODUCTS.name()));
        return new DemoStatus(
                kafka.bootstrapServers(), running, views, traffic.samples(), server.url(), desk.placeOne());
    }

    private void showActivity() {
        long records = written();
        long reads = reads();
        long at = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(SCREEN_PAUSE);
                long now = System.nanoTime();
                double seconds = (now - at) / 1e9;
                long newRecords = written();
                long newReads = reads();
                view.update(new DemoActivity(
                        newRecords,
                        (newRecords - records) / seconds,
                        OptionalLong.of(
                                instances.stream().mapToLong(OrielInstance::lag).sum()),
                        (newReads - reads) / seconds));
                records = newRecords;
                reads = newReads;
                at = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long written() {
        return traffic.written() + desk.written();
    }

    private long reads() {
        return instances.stream().mapToLong(OrielInstance::requestsAnswered).sum();
    }

    /** Stops everything, the screen first and the broker last, and deletes the data unless it was to be kept. */
    @Override
    public void close() {
        screen.interrupt();
        view.finish();
        say("stopping …");
        closeParts();
    }

    /** Whoever was interrupted amid the start closes as patiently as else, lest something stays behind. */
    private void closeParts() {
        boolean interrupted = Thread.interrupted();
        closeInstances();
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                say("while stopping: " + e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Side by side, since each takes its time. */
    private void closeInstances() {
        List<Thread> stops = instances.stream()
                .map(instance -> Thread.ofVirtual().start(instance::close))
                .toList();
        try {
            for (Thread stop : stops) {
                stop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
