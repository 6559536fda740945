package dev.oriel.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that an instance keeps its stores in, held for it alone while it runs. */
final class StateDirectory implements AutoCloseable {

    private static final String LOCK = "oriel.lock";

    private final FileChannel channel;

    private StateDirectory(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the folder if it is not there, and locks it.
     *
     * @throws StartException if it cannot be written, or another process has it
     */
    static StateDirectory lock(Path folder) throws StartException {
        FileChannel channel;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StartException("the state directory " + folder + " cannot be written (state-dir): " + e, e);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StateDirectory(channel);
            }
        } catch (IOException | OverlappingFileLockException e) {
            closeQuietly(channel);
            throw inUse(folder);
        }
        closeQuietly(channel);
        throw inUse(folder);
    }

    private static StartException inUse(Path folder) {
        return new StartException(
                "the state directory " + folder + " is in use by another instance (state-dir): give each its own");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // What matters is the exception that is on its way.
        }
    }

    /** Lets go of the folder; what is in it stays. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
