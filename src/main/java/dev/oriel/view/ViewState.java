package dev.oriel.view;

import java.util.List;

/** What a view is doing on this instance. */
public sealed interface ViewState {

    /** All names of states. */
    List<String> WIRE_NAMES =
            List.of("waiting", "starting", "restoring", "catching-up", "running", "failed", "stopping");

    /** How the catalog spells it. */
    String wireName();

    /** Why it is so, for a human; empty when the name says all. */
    default String detail() {
        return "";
    }

    /**
     * It cannot start yet and tries again by itself.
     *
     * @param detail for what it waits
     */
    record Waiting(String detail) implements ViewState {
        @Override
        public String wireName() {
            return "waiting";
        }
    }

    /** Its Kafka Streams application starts and has no partitions assigned yet. */
    record Starting() implements ViewState {
        @Override
        public String wireName() {
            return "starting";
        }
    }

    /**
     * Entries are being rebuilt.
     *
     * @param detail how much is left
     * @param records how many records that is
     */
    record Restoring(String detail, long records) implements ViewState {
        @Override
        public String wireName() {
            return "restoring";
        }
    }

    /**
     * Entries are there, but records that were in the source when the view started have not all been applied.
     *
     * @param detail how much is left
     */
    record CatchingUp(String detail) implements ViewState {
        @Override
        public String wireName() {
            return "catching-up";
        }
    }

    /** All is well. */
    record Running() implements ViewState {
        @Override
        public String wireName() {
            return "running";
        }
    }

    /**
     * It gave up for the time being.
     *
     * @param detail why
     */
    record Failed(String detail) implements ViewState {
        @Override
        public String wireName() {
            return "failed";
        }
    }

    /** It is being stopped. */
    record Stopping() implements ViewState {
        @Override
        public String wireName() {
            return "stopping";
        }
    }
}
