package dev.oriel.client;

import java.util.Optional;

/**
 * A position names a log that the view does not read, or one that was deleted and made again since (409). What it stood for is
 * gone: drop the position; for a session that is {@link Session#reset()}.
 */
public final class PositionUnknownException extends OrielException {
    PositionUnknownException(String message, Optional<Problem> problem) {
        super(message, problem);
    }
}
