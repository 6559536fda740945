package dev.oriel.bench;

import dev.oriel.process.ServeProcess;
import java.util.List;

/**
 * Something that answers lookups.
 *
 * @param name as the report calls it
 * @param port where it listens
 * @param path what a lookup's path begins with; the key's number follows
 * @param keys how many keys are asked for
 * @param pids the processes that take part in an answer
 * @param isJava whether it has to be warmed up
 */
record Contender(String name, int port, String path, int keys, List<Long> pids, boolean isJava) {

    Contender {
        pids = List.copyOf(pids);
    }

    /**
     * An instance of Oriel.
     *
     * @param asked the instance that is asked
     * @param all those that take part in an answer
     */
    static Contender oriel(String name, ServeProcess asked, List<ServeProcess> all, String view, int keys) {
        List<Long> pids = all.stream().map(each -> each.process().pid()).toList();
        return new Contender(name, asked.config().port(), "/v1/views/" + view + "/keys/", keys, pids, true);
    }
}
