package dev.oriel.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code oriel.yaml}. */
public final class ConfigLoader {

    private static final String READABLE = "a readable YAML file";

    private ConfigLoader() {}

    /**
     * Reads a file, with environment variables from the process. Blocks for the file and for the machine's host name.
     *
     * @param file UTF-8 text; relative paths in it start at its folder
     * @throws ConfigException with everything that is wrong with the file, also if it cannot be read
     */
    public static OrielConfig load(Path file) throws ConfigException {
        Path absolute = file.toAbsolutePath();
        Path folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        return parse(text(file), file.toString(), folder, name -> Optional.ofNullable(System.getenv(name)));
    }

    /**
     * Reads a text.
     *
     * @param name what problems call the text
     * @param folder where relative paths in the text start
     * @param environment looks up an environment variable
     * @throws ConfigException with everything that is wrong with the text
     */
    public static OrielConfig parse(
            String text, String name, Path folder, Function<String, Optional<String>> environment)
            throws ConfigException {
        Problems problems = new Problems(name);
        Optional<YamlMapping> root = YamlDocument.parse(text, problems, new Environment(environment));
        Optional<OrielConfig> config = root.map(new OrielReader(folder, machine(), problems)::read);
        problems.throwIfAny();
        return config.orElseThrow();
    }

    private static String text(Path file) throws ConfigException {
        try {
            if (Files.isDirectory(file)) {
                throw unreadable(file, "a folder");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "no such file");
        } catch (AccessDeniedException e) {
            throw unreadable(file, "a file that this user may not read");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "bytes that are not UTF-8");
        } catch (IOException e) {
            throw unreadable(file, "a file that cannot be read (" + e.getMessage() + ")");
        }
    }

    private static ConfigException unreadable(Path file, String found) {
        Problems problems = new Problems(file.toString());
        problems.add(Position.NOWHERE, "", found, READABLE);
        return problems.toException();
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
