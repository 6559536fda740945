package dev.oriel.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * RocksDB's native code. It comes in a jar, is written to a temporary file of 15 MB to be loaded, and by itself that file stays
 * until the JVM ends, and for ever if the JVM is killed. Once loaded it is not needed any more, and goes.
 */
final class RocksLibrary {

    private static boolean loaded;

    private RocksLibrary() {}

    /** Loads it, if it is not. Blocks others meanwhile, for a moment. */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        // Whoever names a place of their own has it there.
        if (System.getenv("ROCKSDB_SHAREDLIB_DIR") == null) {
            loadFromTemporaryFile();
        }
        RocksDB.loadLibrary();
        loaded = true;
    }

    private static void loadFromTemporaryFile() {
        try {
            Path folder = Files.createTempDirectory("oriel-rocksdb-");
            try {
                NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("RocksDB's library cannot be written to be loaded", e);
        }
    }

    /** Where a file in use cannot be deleted, RocksDB has it deleted when the JVM ends, and the folder goes after it. */
    private static void delete(Path folder) throws IOException {
        folder.toFile().deleteOnExit();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (FileSystemException inUse) {
            // Later, then.
        }
    }
}
