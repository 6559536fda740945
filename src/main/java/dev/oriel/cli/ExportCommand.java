package dev.oriel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oriel export}: a whole view, or a range of it, as a stream of lines. */
@Command(
        name = "export",
        description = "Write all entries of a view, or of a range of keys, each on a line as JSON (NDJSON).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was written",
            "1:the stream broke off, the server answered with an error, or what came cannot be written",
            "2:wrong usage, or the server cannot be reached"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  oriel export orders -o orders.ndjson          orders.ndjson.part until it is complete",
            "  oriel export orders --prefix o-10 | gzip > some.ndjson.gz"
        })
final class ExportCommand implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server;

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Parameters(index = "0", paramLabel = "VIEW", description = "The view's name.")
    private String view = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write there, to FILE.part until it is complete.")
    private Optional<Path> output = Optional.empty();

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
        this.server = new ServerOptions(terminal);
    }

    @Override
    public void run() {
        ServerConnection connection = server.connection();
        HttpRequest request = connection
                .request(RangeOptions.path(RangeOptions.path(view), range.parameters()), range.patience())
                .header("Accept", "application/x-ndjson")
                .build();
        connection.stream(request, "application/x-ndjson", body -> {
            if (output.isPresent()) {
                toFile(body, output.get());
            } else {
                copy(body, new CheckedOutput(terminal.out()), "the output", "");
            }
        });
    }

    private void toFile(InputStream body, Path file) {
        Path part = Path.of(file + ".part");
        long lines;
        try (OutputStream to = open(part)) {
            lines = copy(body, to, part.toString(), ", which are in " + part);
        } catch (IOException e) {
            throw cannotWrite(ExitCode.SOFTWARE, part.toString(), e);
        }
        try {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cannotWrite(ExitCode.SOFTWARE, file.toString(), e);
        }
        terminal.err().println("%s written to %s".formatted(counted(lines), file));
    }

    private static OutputStream open(Path part) {
        try {
            return Files.newOutputStream(part);
        } catch (IOException e) {
            throw cannotWrite(ExitCode.USAGE, part.toString(), e);
        }
    }

    /** How many lines there were. */
    private static long copy(InputStream body, OutputStream to, String name, String where) {
        LineCopy copy = new LineCopy(to);
        Optional<IOException> broken;
        try {
            broken = copy.from(body);
        } catch (IOException e) {
            throw cannotWrite(ExitCode.SOFTWARE, name, e);
        }
        if (broken.isPresent()) {
            throw new CliException(
                    ExitCode.SOFTWARE,
                    "the stream broke off after %s%s".formatted(counted(copy.lines()), where),
                    broken.get());
        }
        return copy.lines();
    }

    private static String counted(long lines) {
        return lines + (lines == 1 ? " line" : " lines");
    }

    private static CliException cannotWrite(int exitCode, String where, IOException e) {
        return new CliException(exitCode, "cannot write to %s: %s".formatted(where, e.getMessage()), e);
    }

    /** A print stream keeps what goes wrong to itself unless it is asked. */
    private static final class CheckedOutput extends OutputStream {

        private final PrintStream out;

        CheckedOutput(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) {
            out.write(octet);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            out.write(bytes, from, count);
        }

        @Override
        public void flush() throws IOException {
            if (out.checkError()) {
                throw new IOException("nobody reads it any more");
            }
        }
    }
}
