package dev.oriel.process;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Shows what the processes logged when a test fails; the whole of it stays below {@code target/}. */
public final class ShowLogs
        implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler, AfterAllCallback {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw show(context, failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw show(context, failure);
    }

    @SuppressWarnings("SystemOut")
    private static Throwable show(ExtensionContext context, Throwable failure) {
        System.out.println(context.getDisplayName() + " failed: " + failure + "\n" + OrielProcess.logs());
        return failure;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        OrielProcess.forgetEnded();
    }
}
