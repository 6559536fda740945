package dev.oriel.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small file system in a folder, which can be filled. Only root can make one, and only on Linux. */
final class FullDisk implements AutoCloseable {

    private static final int MEGABYTES = 96;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;

    private FullDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether one can be made here. */
    static boolean isPossible() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/mount"));
    }

    /** Makes one; the folder is made if it is not there. */
    static FullDisk mount(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", folder.toString()));
        return new FullDisk(folder);
    }

    /** Takes all the room that is left. */
    void fill() {
        byte[] piece = new byte[4096];
        long pieces = 0;
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (pieces++ < (MEGABYTES + 1) * 256L) {
                out.write(piece);
            }
            throw new AssertionError("the disk does not get full");
        } catch (IOException e) {
            // It is full.
        }
    }

    /** Gives it back. */
    void clear() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " fails");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** To be called when nobody uses it any more. */
    @Override
    public void close() {
        run(List.of("umount", folder.toString()));
    }
}
