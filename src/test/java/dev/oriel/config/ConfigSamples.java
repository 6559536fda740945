package dev.oriel.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The samples that the loader's and the schema's tests share, and the surroundings they are read in. */
final class ConfigSamples {

    static final Path FOLDER = Path.of("/etc/oriel");
    static final Map<String, String> ENVIRONMENT =
            Map.of("PORT", "9000", "SECONDS", "3", "TEXT", "a text", "EMPTY", "");

    private static final Pattern TITLE = Pattern.compile("(?m)^### ");
    private static final Pattern EXPECTED = Pattern.compile("(?m)^>>>\n");

    private ConfigSamples() {}

    /**
     * A configuration file.
     *
     * @param title what it shows; in parentheses what the schema makes of it, if that differs
     * @param problems the lines the loader must report; empty for a good one
     */
    record Sample(String title, String yaml, List<String> problems) {

        boolean schemaSeesProblem() {
            return !title.endsWith("(unseen by the schema)");
        }

        boolean isForSchema() {
            return !title.endsWith("(not to be asked of the schema)");
        }

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Sample> good() {
        return read("good-samples.txt");
    }

    static Stream<Sample> bad() {
        return read("bad-samples.txt");
    }

    static OrielConfig parse(String yaml) throws ConfigException {
        return ConfigLoader.parse(yaml, "oriel.yaml", FOLDER, name -> Optional.ofNullable(ENVIRONMENT.get(name)));
    }

    private static Stream<Sample> read(String resource) {
        try (InputStream in = Objects.requireNonNull(ConfigSamples.class.getResourceAsStream(resource))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(TITLE.split(text)).skip(1).map(ConfigSamples::sample);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample sample(String text) {
        int titleEnd = text.indexOf('\n');
        String[] parts = EXPECTED.split(text.substring(titleEnd + 1), 2);
        List<String> problems = parts.length == 1
                ? List.of()
                : parts[1].lines().filter(line -> !line.isBlank()).toList();
        return new Sample(text.substring(0, titleEnd), parts[0], problems);
    }
}
