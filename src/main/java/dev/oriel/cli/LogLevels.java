package dev.oriel.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Log levels for commands that show something else on the terminal. */
final class LogLevels {

    private LogLevels() {}

    /** Only errors, unless {@code ORIEL_LOG_LEVEL} asks for more. */
    static void keepScreenClear() {
        Level asked = Level.toLevel(System.getenv("ORIEL_LOG_LEVEL"), Level.ERROR);
        set(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.ERROR);
        set("dev.oriel", asked);
    }

    private static void set(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
