package dev.oriel.view;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state that a view kept of topics that bore its source's name before. The present topic was made anew, so nobody will ask
 * for it again.
 */
final class EarlierLives {

    private static final Logger log = LoggerFactory.getLogger(EarlierLives.class);

    /** A topic's id as Kafka writes it: 16 bytes in base 64. */
    private static final String TOPIC_ID = "[A-Za-z0-9_-]{22}";

    private EarlierLives() {}

    /** Deletes the state of every life of the view but the present one; what cannot be deleted is left, and logged. */
    static void delete(Path stateDirectory, String prefix, SourceTopic present) {
        if (!Files.isDirectory(stateDirectory)) {
            return;
        }
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(
                stateDirectory, folder -> isAnotherLife(folder.getFileName().toString(), prefix, present))) {
            for (Path folder : earlier) {
                log.info("deleting {}, the state of an earlier topic {}", folder, present.name());
                PathUtils.deleteDirectory(folder);
            }
        } catch (IOException e) {
            log.warn("cannot delete the state of an earlier topic {}: {}", present.name(), e.toString());
        }
    }

    private static boolean isAnotherLife(String folder, String prefix, SourceTopic present) {
        return folder.startsWith(prefix)
                && folder.substring(prefix.length()).matches(TOPIC_ID)
                && !folder.endsWith(present.id());
    }
}
