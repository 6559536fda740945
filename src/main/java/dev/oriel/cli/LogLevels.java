package dev.oriel.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.ExitCode;

/** How the log is set by the environment, as far as logback cannot see to it. */
final class LogLevels {

    private LogLevels() {}

    /** Only errors, unless {@code ORIEL_LOG_LEVEL} asks for more. */
    static void keepScreenClear() {
        Level asked = Level.toLevel(System.getenv("ORIEL_LOG_LEVEL"), Level.ERROR);
        set(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.ERROR);
        set("dev.oriel", asked);
    }

    /**
     * Refuses an {@code ORIEL_LOG_FORMAT} that there is not, with which nothing would be logged.
     *
     * @throws CliException if it is neither text nor json
     */
    static void checkFormat() {
        String format = System.getenv().getOrDefault("ORIEL_LOG_FORMAT", "text");
        if (!List.of("", "text", "json").contains(format)) {
            throw new CliException(ExitCode.USAGE, "ORIEL_LOG_FORMAT: expected text or json, found '" + format + "'");
        }
    }

    /** Has what libraries log by {@code java.util.logging} in the same log, and in its format. */
    static void takeInOthers() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static void set(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
