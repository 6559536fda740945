package dev.oriel.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A broker's directory on disk, locked for one broker as long as it is open.
 *
 * <p>Kafka halts the whole process when its only log directory is unusable, so it must not be the one to find out.
 */
final class DataDirectory implements AutoCloseable {

    /**
     * The directories this process holds. A file lock alone does not do within one process: closing a second channel
     * to the lock file, even one that failed to lock it, drops the first one's lock (POSIX).
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final String LOG = "log";

    private final Path path;
    private final Optional<TemporaryFolder> temporary;
    private final FileChannel lock;

    private DataDirectory(Path path, Optional<TemporaryFolder> temporary, FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /** Creates the directory if it is absent, and locks it. An empty {@code given} makes a temporary one. */
    static DataDirectory open(Optional<Path> given) {
        Optional<TemporaryFolder> temporary = given.isPresent() ? Optional.empty() : Optional.of(createTemporary());
        Path path = given.or(() -> temporary.map(TemporaryFolder::path)).orElseThrow();
        Path real = create(path);
        if (!HELD.add(real)) {
            throw inUse(path);
        }
        try {
            return new DataDirectory(real, temporary, lock(path, real.resolve("broker.lock")));
        } catch (RuntimeException e) {
            HELD.remove(real);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Where Kafka keeps its metadata and the logs of all partitions. It is Kafka's alone: any other directory in it stops Kafka. */
    Path logDirectory() {
        return path.resolve(LOG);
    }

    /** Unlocks the directory, and deletes it with all it holds if it is temporary. Only when no broker uses it any more. */
    @Override
    public void close() {
        try {
            lock.close();
            if (temporary.isPresent()) {
                temporary.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(path);
        }
    }

    private static TemporaryFolder createTemporary() {
        try {
            return TemporaryFolder.create("oriel-kafka-");
        } catch (IOException e) {
            throw new BrokerStartException("cannot create a temporary directory: " + e, e);
        }
    }

    private static Path create(Path path) {
        try {
            Path real = Files.createDirectories(path).toRealPath();
            if (Files.isWritable(Files.createDirectories(real.resolve(LOG)))) {
                return real;
            }
        } catch (IOException e) {
            throw new DataDirectoryException(path, "cannot be created: " + e, e);
        }
        throw new DataDirectoryException(path, "cannot be written", null);
    }

    private static FileChannel lock(Path directory, Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel)) {
                return channel;
            }
            throw inUse(directory);
        } catch (IOException e) {
            throw new DataDirectoryException(directory, "cannot be locked: " + e, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            return lock != null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static DataDirectoryException inUse(Path directory) {
        return new DataDirectoryException(directory, "is in use by another broker", null);
    }
}
