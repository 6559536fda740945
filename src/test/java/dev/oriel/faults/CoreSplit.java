package dev.oriel.faults;

import dev.oriel.process.Cores;

/** The last core for the load and the broker, all others for the instances; needs two cores and Linux. */
final class CoreSplit {

    static final CoreSplit NONE = new CoreSplit(0);

    private final int cores;

    private CoreSplit(int cores) {
        this.cores = cores;
    }

    /** Splits what this process may use. */
    static CoreSplit between(Cluster cluster) {
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores < 2) {
            return NONE;
        }
        String last = Integer.toString(cores - 1);
        cluster.pin(last, "0-" + (cores - 2));
        Cores.pin(ProcessHandle.current().pid(), last);
        return new CoreSplit(cores);
    }

    /** Gives the load all cores again. */
    void undo() {
        if (cores > 0) {
            Cores.pin(ProcessHandle.current().pid(), "0-" + (cores - 1));
        }
    }
}
