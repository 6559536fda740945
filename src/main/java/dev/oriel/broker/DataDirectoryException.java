package dev.oriel.broker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The data directory cannot be used: it is locked by another broker, is no directory, or cannot be written. */
public final class DataDirectoryException extends BrokerStartException {

    private static final long serialVersionUID = 1L;

    private final transient Path directory;

    DataDirectoryException(Path directory, String problem, @Nullable Throwable cause) {
        super("data directory " + directory + " " + problem, cause);
        this.directory = directory;
    }

    /** The directory that was asked for. */
    public Path directory() {
        return directory;
    }
}
