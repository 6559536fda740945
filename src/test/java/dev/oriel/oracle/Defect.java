package dev.oriel.oracle;

/**
 * A way in which a server could break what may be relied on: one place of one source file, and what would stand there in a broken
 * one. The file is taken as it is now, so a defect cannot grow stale without being noticed.
 */
enum Defect {

    /** The read comes first and the registration then: a write between the two is missed. */
    READ_BEFORE_REGISTRATION("dev/oriel/wait/ViewWaits.java", "joined.examine(wait);", ";"),

    /** One wake-up in ten does not arrive. */
    DROPPED_WAKE_UPS(
            "dev/oriel/wait/Errand.java",
            "workers.execute(this);",
            "if (java.util.concurrent.ThreadLocalRandom.current().nextInt(10) == 0) ordered.set(false);"
                    + " else workers.execute(this);"),

    /** A position is taken for reflected that is not. */
    POSITIONS_NOT_AWAITED(
            "dev/oriel/read/PlacedRead.java",
            "if (seen.reached(offset.getKey()) < offset.getValue()) {",
            "if (false) {");

    private final String file;
    private final String right;
    private final String wrong;

    Defect(String file, String right, String wrong) {
        this.file = file;
        this.right = right;
        this.wrong = wrong;
    }

    /** The source file, below the sources. */
    String file() {
        return file;
    }

    /** The file's text with the defect in it. */
    String putInto(String text) {
        int at = text.indexOf(right);
        if (at < 0 || text.indexOf(right, at + 1) >= 0) {
            throw new AssertionError(file + " has to have '" + right + "' in one place");
        }
        return text.substring(0, at) + wrong + text.substring(at + right.length());
    }
}
