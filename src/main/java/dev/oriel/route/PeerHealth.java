package dev.oriel.route;

import dev.oriel.config.HostPort;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which other instances are down, as far as is known here, and why. It is a suspicion: who has nobody else to ask may well ask one
 * that is down. Safe for all threads.
 */
public final class PeerHealth {

    private static final Logger log = LoggerFactory.getLogger(PeerHealth.class);

    private final Map<HostPort, String> down = new ConcurrentHashMap<>();
    private final Listeners<HostPort> listeners = new Listeners<>();
    private final LongAdder failures = new LongAdder();

    /** Why an instance is passed over; empty if it is not. */
    public Optional<String> down(HostPort peer) {
        return Optional.ofNullable(down.get(peer));
    }

    /** It has answered. */
    void isUp(HostPort peer) {
        if (!down.isEmpty() && down.remove(peer) != null) {
            log.info("{} answers again", peer);
        }
    }

    /** It does not answer, and those who wait for it are told. */
    void isDown(HostPort peer, String why) {
        if (down.put(peer, why) == null) {
            failures.increment();
            log.warn("{} is passed over: {}", peer, why);
        }
        // Each time: someone may have begun to wait for one that was down already.
        listeners.tell(peer);
    }

    /** How many are down. */
    public int down() {
        return down.size();
    }

    /** How often one that was up was found to be down. */
    public long failures() {
        return failures.sum();
    }

    /** Forgets all but these, which are no instances of this cluster any more. */
    void retain(Set<HostPort> peers) {
        down.keySet().retainAll(peers);
    }

    /**
     * Tells each time an instance is found to be down, from whatever thread finds it.
     *
     * @param then must not block
     */
    public Registration onDown(HostPort peer, Runnable then) {
        return listeners.add(peer, then);
    }
}
