package dev.oriel.read;

import java.util.Optional;
import java.util.function.Consumer;

/** What this instance can tell of a read at once. */
public sealed interface Here {

    /** All: the read is over. */
    record Told(Outcome outcome) implements Here {}

    /** Nothing: another instance owns the key, and may be asked at once. */
    final class Elsewhere implements Here {

        private final KeyReader reader;
        private final PlacedRead placed;

        Elsewhere(KeyReader reader, PlacedRead placed) {
            this.reader = reader;
            this.placed = placed;
        }

        /**
         * Asks the owner, and returns at once.
         *
         * @param then gets the outcome, or nothing if the owner has not told one, on a thread that it must not block: then, as when
         *     nobody has been asked, the read is to be pended
         * @return whether anybody has been asked
         */
        public boolean ask(Consumer<Optional<Outcome>> then) {
            return reader.askAtOnce(placed, then);
        }
    }

    /** Nothing yet: the read goes on for longer, here or elsewhere. */
    record Later() implements Here {
        static final Later LATER = new Later();
    }

    /** Nothing without waiting for a disk, which was not allowed. */
    record OnDisk() implements Here {
        static final OnDisk ON_DISK = new OnDisk();
    }
}
