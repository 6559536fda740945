package dev.oriel.view;

/** A key's text form does not fit the view's key type. */
public final class BadKeyException extends Exception {

    private final String expected;

    BadKeyException(String expected) {
        super("expected " + expected);
        this.expected = expected;
    }

    /** What would have been right, as a noun phrase. */
    public String expected() {
        return expected;
    }
}
