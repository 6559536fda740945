package dev.oriel.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration of one instance.
 *
 * @param folder where its file and its state are
 * @param advertised the host by which other instances reach it
 * @param kafka more settings of {@code kafka}, in YAML
 * @param reads settings of {@code reads}, in YAML
 * @param memory settings of {@code memory}, in YAML
 * @param views the views, in YAML
 */
public record ServeConfig(
        Path folder,
        String name,
        String advertised,
        int port,
        int peerPort,
        String bootstrapServers,
        String kafka,
        String reads,
        String memory,
        String views) {

    /** An instance on free ports, with its file and its state in a folder of its name. */
    public static ServeConfig of(Path parent, String name, String bootstrapServers, String views) {
        return new ServeConfig(
                parent.resolve(name),
                name,
                "127.0.0.1",
                Ports.free(),
                Ports.free(),
                bootstrapServers,
                "",
                "",
                "rocksdb: 64MiB",
                views);
    }

    /** With more settings of {@code kafka}. */
    public ServeConfig withKafka(String settings) {
        return new ServeConfig(
                folder, name, advertised, port, peerPort, bootstrapServers, settings, reads, memory, views);
    }

    /** With settings of {@code reads}. */
    ServeConfig withReads(String settings) {
        return new ServeConfig(
                folder, name, advertised, port, peerPort, bootstrapServers, kafka, settings, memory, views);
    }

    /** With settings of {@code memory}. */
    public ServeConfig withMemory(String settings) {
        return new ServeConfig(
                folder, name, advertised, port, peerPort, bootstrapServers, kafka, reads, settings, views);
    }

    /** With another host for other instances to reach it by. */
    public ServeConfig advertisedAs(String host) {
        return new ServeConfig(folder, name, host, port, peerPort, bootstrapServers, kafka, reads, memory, views);
    }

    ServeConfig withPorts(int otherPort, int otherPeerPort) {
        return new ServeConfig(
                folder, name, advertised, otherPort, otherPeerPort, bootstrapServers, kafka, reads, memory, views);
    }

    /** Where its state is kept. */
    public Path stateDir() {
        return folder.resolve("state");
    }

    /** Writes the file. */
    Path write() {
        String text = """
                application-id: it
                server:
                  name: %s
                  host: 127.0.0.1
                  port: %d
                  peer-port: %d
                  advertised: %s:%d
                kafka:
                  bootstrap.servers: "%s"
                """.formatted(name, port, peerPort, advertised, peerPort, bootstrapServers)
                + kafka.indent(2)
                + (reads.isEmpty() ? "" : "reads:\n" + reads.indent(2))
                + "state-dir: state\nmemory: { " + memory + " }\nviews:\n"
                + views.indent(2);
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve("oriel.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
