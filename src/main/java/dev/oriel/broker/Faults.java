package dev.oriel.broker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka reports as going wrong inside it. Its own handlers halt the process at a fatal fault; here the first one is
 * logged and kept, because Kafka, which does not expect to live on, goes on with its start as if nothing were.
 */
final class Faults implements kafka.server.FaultHandlerFactory {

    private final AtomicReference<@Nullable RuntimeException> fatal = new AtomicReference<>();

    @Override
    public FaultHandler build(String name, boolean isFatal, Runnable action) {
        FaultHandler logging = new LoggingFaultHandler(name, action);
        return isFatal ? (message, cause) -> keep(logging.handleFault(message, cause)) : logging;
    }

    /** The first fatal fault so far. */
    Optional<RuntimeException> firstFatal() {
        return Optional.ofNullable(fatal.get());
    }

    private RuntimeException keep(RuntimeException fault) {
        fatal.compareAndSet(null, fault);
        return fault;
    }
}
