package dev.oriel.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of npm's {@code vega-datasets}: films, football matches, occupations and flights. Each is taken byte for byte as it stands
 * in its file, with whatever spaces, line breaks and spellings of numbers, and no two are equal.
 */
public final class VegaDatasets {

    private static final Path NPM = Path.of("src", "test", "npm");
    private static final List<Source> SOURCES = List.of(
            new Source("movies", "Title"),
            new Source("football", "home_team"),
            new Source("jobs", "job"),
            new Source("flights-20k", "origin"),
            new Source("flights-200k", "delay"));

    /**
     * A file of the data set.
     *
     * @param name without {@code .json}
     * @param member of each row, that its key is made with
     */
    private record Source(String name, String member) {}

    /** A row, with a key that no other row has. */
    public record Row(String key, String value) {

        /** The value's bytes, as they stand in the file. */
        public byte[] bytes() {
            return value.getBytes(StandardCharsets.UTF_8);
        }
    }

    private VegaDatasets() {}

    /** As many rows as that, the most varied files first. */
    public static List<Row> rows(int count) throws IOException, InterruptedException {
        Path data = install().resolve("data");
        List<Row> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Source source : SOURCES) {
            byte[] file = Files.readAllBytes(data.resolve(source.name() + ".json"));
            addRows(rows, count, source, file, seen);
        }
        if (rows.size() != count) {
            throw new AssertionError("only " + rows.size() + " rows");
        }
        return rows;
    }

    private static void addRows(List<Row> rows, int count, Source source, byte[] file, Set<String> seen)
            throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (JsonParser parser = new JsonFactory().createParser(file)) {
            parser.nextToken();
            while (rows.size() < count && parser.nextToken() == JsonToken.START_OBJECT) {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int end = (int) parser.currentLocation().getByteOffset();
                String value = new String(file, start, end - start, StandardCharsets.UTF_8);
                if (seen.add(value)) {
                    JsonNode named = mapper.readTree(value).path(source.member());
                    rows.add(new Row(source.name() + "/" + named.asText() + " #" + rows.size(), value));
                }
            }
        }
    }

    /** Installs what the lock file says, unless it has been. */
    private static Path install() throws IOException, InterruptedException {
        Path installed = NPM.resolve("node_modules").resolve(".package-lock.json");
        Path lock = NPM.resolve("package-lock.json");
        if (!Files.exists(installed)
                || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) < 0) {
            ExternalCommand.require("npm", "apt-get install npm");
            ExternalCommand.run(NPM, Path.of("/dev/null"), List.of("npm", "ci"));
        }
        return NPM.resolve("node_modules").resolve("vega-datasets");
    }
}
