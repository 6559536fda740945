package dev.oriel.faults;

import dev.oriel.process.Cores;
import dev.oriel.process.KeepAliveConnection;
import dev.oriel.process.OrielProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One instance, which can be started again after it has ended: on the same ports, with the same folder. One thread does things to it;
 * any may ask.
 */
final class Member implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String name;
    private final int port;
    private final Path stateFolder;
    private final Supplier<OrielProcess> launcher;
    private volatile @Nullable OrielProcess process;
    private volatile boolean paused;
    private volatile long wentOnAt = Long.MIN_VALUE / 2;

    Member(String name, int port, Path stateFolder, Supplier<OrielProcess> launcher) {
        this.name = name;
        this.port = port;
        this.stateFolder = stateFolder;
        this.launcher = launcher;
    }

    String name() {
        return name;
    }

    /** Where clients reach it. */
    int port() {
        return port;
    }

    Path stateFolder() {
        return stateFolder;
    }

    void start() {
        process = launcher.get();
    }

    boolean isAlive() {
        OrielProcess running = process;
        return running != null && running.isAlive();
    }

    private OrielProcess running() {
        OrielProcess running = process;
        if (running == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return running;
    }

    void kill() {
        running().kill();
    }

    /** Sends SIGTERM and waits for the end. */
    OrielProcess.End terminate() {
        return running().terminate();
    }

    /** Sends SIGSTOP. */
    void pause() {
        paused = true;
        running().pause();
    }

    /** Sends SIGCONT. */
    void goOn() {
        running().goOn();
        wentOnAt = System.nanoTime();
        paused = false;
    }

    /** Keeps it to some of the machine's cores. */
    void pin(String cores) {
        Cores.pin(running().pid(), cores);
    }

    /** Whether it has been stopped at any time since a moment of {@link System#nanoTime}. */
    boolean wasPausedSince(long moment) {
        return paused || wentOnAt - moment > 0;
    }

    /** Whether it says that it is ready; one that does not answer within a second is not. */
    boolean isReady() {
        return isAlive() && get("/health/ready").startsWith("200 ");
    }

    /** Its answer to a GET, the body behind the status; empty if there is none within a second. */
    String get(String path) {
        try (KeepAliveConnection connection = new KeepAliveConnection(port, PATIENCE)) {
            KeepAliveConnection.Response response = connection.get(path, Map.of(), PATIENCE);
            return response.status() + " " + response.latin1();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        OrielProcess running = process;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
