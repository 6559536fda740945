package dev.oriel.broker;

import org.jspecify.annotations.Nullable;

/** The embedded broker could not be started; whatever it had begun to use is released again. The message is fit for a terminal. */
public sealed class BrokerStartException extends RuntimeException permits PortInUseException, DataDirectoryException {

    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
