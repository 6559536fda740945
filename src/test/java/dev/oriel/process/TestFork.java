package dev.oriel.process;

/** Which of the processes that run tests side by side this one is. */
final class TestFork {

    /** From 1 on. */
    static final int NUMBER = Integer.getInteger("oriel.test.fork", 1);

    private TestFork() {}
}
