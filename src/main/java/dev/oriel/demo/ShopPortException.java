package dev.oriel.demo;

/** The shop's port cannot be had. The message is fit for a terminal. */
public final class ShopPortException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ShopPortException(int port, Throwable cause) {
        super("the shop cannot listen on 127.0.0.1:" + port + ": " + cause.getMessage() + " (--shop-port)", cause);
    }
}
