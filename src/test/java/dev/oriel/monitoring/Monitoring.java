package dev.oriel.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Where the project keeps what is for operators. */
public final class Monitoring {

    static final Path PROJECT =
            Path.of(System.getProperty("oriel.basedir", ".")).toAbsolutePath().normalize();
    static final Path RULES = PROJECT.resolve("helm/oriel/files/rules");
    static final Path DASHBOARDS = PROJECT.resolve("helm/oriel/files/dashboards");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Monitoring() {}

    /** The files with rules for Prometheus. */
    public static List<Path> ruleFiles() {
        return files(RULES, ".yaml");
    }

    /** The files of a folder whose names end so, by name. */
    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's text. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(Path file) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text(file)));
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
