package dev.oriel.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that ask a process to end. By itself the JVM ends in order and reports the signal (143, 130), which service managers
 * and orchestrators show as a failure.
 */
final class EndSignals {

    private static final Logger log = LoggerFactory.getLogger(EndSignals.class);
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

    private EndSignals() {}

    /**
     * Has SIGTERM, SIGINT and SIGHUP end the process in order, with an exit code. Where a signal cannot be had, as with
     * {@code -Xrs}, it keeps the JVM's.
     */
    static void exitWith(int exitCode) {
        for (String name : NAMES) {
            try {
                handle(name, exitCode);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                log.debug("SIG{} keeps the exit code of the JVM: {}", name, e.toString());
            }
        }
    }

    /** By reflection, since javac warns of what lies in {@code jdk.unsupported}, and there is nothing else for signals. */
    private static void handle(String name, int exitCode) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler exit = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                System.exit(exitCode);
            }
            return method.invoke(exitCode, arguments);
        };
        signal.getMethod("handle", signal, handler)
                .invoke(
                        null,
                        signal.getConstructor(String.class).newInstance(name),
                        Proxy.newProxyInstance(EndSignals.class.getClassLoader(), new Class<?>[] {handler}, exit));
    }
}
