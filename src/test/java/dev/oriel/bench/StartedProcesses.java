package dev.oriel.bench;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a benchmark has started; stopped after it, the last first. */
final class StartedProcesses implements AfterEachCallback {

    private final List<AutoCloseable> started = new ArrayList<>();

    /** Adds what has just been started, and returns it. */
    <T extends AutoCloseable> T add(T process) {
        started.add(process);
        return process;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable each : started.reversed()) {
            each.close();
        }
        started.clear();
    }
}
