package dev.oriel.oracle;

import java.util.List;
import java.util.Map;

/**
 * A way in which a server could break what may be relied on: places of one source file, and what would stand there in a broken one.
 * The file is taken as it is now, so a defect cannot grow stale without being noticed.
 *
 * @param file the source file, below the sources
 * @param places what would stand there, by what stands there now
 */
record Defect(String name, String file, Map<String, String> places) {

    Defect {
        places = Map.copyOf(places);
    }

    /** Those that the oracle has to find. */
    static List<Defect> all() {
        return List.of(
                new Defect(
                        "the read comes first and the registration a moment later",
                        "dev/oriel/wait/ViewWaits.java",
                        Map.of(
                                "KeyWaits<G> joined = join(wait, look);",
                                "java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);"
                                        + " KeyWaits<G> joined = join(wait, look);",
                                "joined.examine(wait);",
                                ";")),
                new Defect(
                        "one wake-up in ten does not arrive",
                        "dev/oriel/wait/Errand.java",
                        Map.of(
                                "workers.execute(this);",
                                "if (java.util.concurrent.ThreadLocalRandom.current().nextInt(10) == 0) ordered.set(false);"
                                        + " else workers.execute(this);")),
                new Defect(
                        "a position is taken for reflected that is not",
                        "dev/oriel/read/PlacedRead.java",
                        Map.of("if (seen.reached(offset.getKey()) < offset.getValue()) {", "if (false) {")));
    }

    /** The file's text with the defect in it. */
    String putInto(String text) {
        String broken = text;
        for (Map.Entry<String, String> place : places.entrySet()) {
            String right = place.getKey();
            int at = broken.indexOf(right);
            if (at < 0 || broken.indexOf(right, at + 1) >= 0) {
                throw new AssertionError(file + " has to have '" + right + "' in one place");
            }
            broken = broken.substring(0, at) + place.getValue() + broken.substring(at + right.length());
        }
        return broken;
    }

    @Override
    public String toString() {
        return name;
    }
}
