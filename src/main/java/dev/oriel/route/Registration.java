package dev.oriel.route;

/** Of one who is told of something, until he closes it. */
@FunctionalInterface
public interface Registration {

    /** From here on he is not told any more, but for what is being told at this moment. Idempotent. */
    void close();
}
