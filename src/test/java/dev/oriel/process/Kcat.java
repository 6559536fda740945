package dev.oriel.process;

import dev.oriel.process.VegaDatasets.Row;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code kcat}, a producer that is not ours and stands on librdkafka. */
final class Kcat {

    /** Between key and value; and after each record, as in JSON text sequences, so that values may have line breaks. */
    private static final char KEY_END = '\t';

    private static final char RECORD_END = '\u001e';

    private Kcat() {}

    /** Fails, or skips the test, if kcat is not there. */
    static void require() {
        ExternalCommand.require("kcat", "apt-get install kcat");
    }

    /** Writes rows to a file that {@link #produce} takes. */
    static Path write(Path file, List<Row> rows) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (Row row : rows) {
                out.write(row.key().getBytes(StandardCharsets.UTF_8));
                out.write(KEY_END);
                out.write(row.bytes());
                out.write(RECORD_END);
            }
        }
        return file;
    }

    /**
     * Produces a file's records.
     *
     * @param settings librdkafka's, as {@code name=value}
     */
    static void produce(String bootstrapServers, String topic, Path file, String... settings)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("kcat", "-P", "-b", bootstrapServers, "-t", topic, "-K", "\\t", "-D", "\\x1e"));
        for (String setting : settings) {
            command.addAll(List.of("-X", setting));
        }
        ExternalCommand.run(Path.of("."), file, command);
    }
}
