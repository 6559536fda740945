package dev.oriel.broker;

/** The port asked for is taken by another process, or by another broker of this one. */
public final class PortInUseException extends BrokerStartException {

    private static final long serialVersionUID = 1L;

    private final int port;

    PortInUseException(int port, Throwable cause) {
        super("port " + port + " is already in use", cause);
        this.port = port;
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}
