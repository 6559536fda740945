package dev.oriel.oracle;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A distribution like the one under test, but for a defect. */
final class BrokenDistribution {

    private BrokenDistribution() {}

    /**
     * Makes one.
     *
     * @param sources the main sources of the distribution
     * @param whole the distribution
     * @param folder an empty folder for the broken one
     * @return {@code folder}
     */
    static Path make(Defect defect, Path sources, Path whole, Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(whole.resolve("bin/oriel"), bin.resolve("oriel"), StandardCopyOption.COPY_ATTRIBUTES);
        Path classes = compile(defect, sources, whole, Files.createDirectories(folder.resolve("broken")));
        int broken = 0;
        for (Path jar : list(whole.resolve("lib"))) {
            Path copy = Files.copy(jar, lib.resolve(jar.getFileName().toString()));
            broken += replace(classes, copy);
        }
        if (broken == 0) {
            throw new AssertionError("no jar has the classes of " + defect.file());
        }
        return folder;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Path compile(Defect defect, Path sources, Path whole, Path folder) throws IOException {
        String text = Files.readString(sources.resolve(defect.file()));
        Path source = folder.resolve("sources").resolve(defect.file());
        Files.createDirectories(requireNonNull(source.getParent()));
        Files.writeString(source, defect.putInto(text));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
        int result = compiler.run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                String.join(
                        File.pathSeparator,
                        list(whole.resolve("lib")).stream().map(Path::toString).toList()),
                source.toString());
        if (result != 0) {
            throw new AssertionError(defect + " does not compile");
        }
        return classes;
    }

    /** Puts the classes in the place of those that the jar has; returns how many that were. */
    private static int replace(Path classes, Path jar) throws IOException {
        int replaced = 0;
        try (FileSystem zip = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path entry = zip.getPath(classes.relativize(file).toString());
                if (Files.exists(entry)) {
                    Files.copy(file, entry, StandardCopyOption.REPLACE_EXISTING);
                    replaced++;
                }
            }
        }
        return replaced;
    }
}
