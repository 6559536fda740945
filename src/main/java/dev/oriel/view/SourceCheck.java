package dev.oriel.view;

import dev.oriel.config.OrielConfig;
import dev.oriel.config.ViewConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks the broker whether a view could run: its topics, and what this client may do with them. Blocks, for seconds at most. */
public final class SourceCheck {

    /**
     * One thing that was looked at.
     *
     * @param good whether it is as it has to be
     * @param text what was found
     */
    public record Finding(boolean good, String text) {}

    private SourceCheck() {}

    /** What was found for a view. */
    public static List<Finding> of(OrielConfig config, ViewConfig view) throws InterruptedException {
        StreamsSettings settings = new StreamsSettings(config, view);
        List<Finding> findings = new ArrayList<>();
        try (SourceLog log = new SourceLog(Admin.create(new HashMap<>(settings.client())), settings.isolation())) {
            Optional<SourceTopic> source = log.describe(view.topic());
            if (source.isEmpty()) {
                findings.add(new Finding(false, "topic " + view.topic() + " does not exist"));
            } else {
                findings.add(new Finding(
                        true, "topic " + view.topic() + " has " + source.get().partitions() + " partitions"));
                findings.add(readable(log, source.get()));
                findings.add(group(log, settings, source.get()));
            }
            if (view.deadLetterTopic().isPresent()) {
                findings.add(deadLetters(log, view.deadLetterTopic().get()));
            }
        } catch (SourceUnavailableException e) {
            findings.add(new Finding(false, settings.withBroker(String.valueOf(e.getMessage()))));
        } catch (KafkaException e) {
            findings.add(new Finding(false, settings.withBroker(ThreadFailures.reason(e))));
        }
        return findings;
    }

    private static Finding readable(SourceLog log, SourceTopic source)
            throws SourceUnavailableException, InterruptedException {
        boolean allowed = log.mayRead(source.name());
        return new Finding(
                allowed,
                "reading topic " + source.name() + (allowed ? " is allowed" : " is not allowed to this client"));
    }

    private static Finding group(SourceLog log, StreamsSettings settings, SourceTopic source)
            throws InterruptedException {
        String group = settings.applicationId(source);
        try {
            int committed = log.committed(group, source).size();
            return new Finding(
                    true,
                    "group " + group + " may be used"
                            + (committed == 0
                                    ? ", and is new"
                                    : ", and has come to " + committed + " partitions before"));
        } catch (SourceUnavailableException e) {
            return new Finding(false, String.valueOf(e.getMessage()));
        }
    }

    private static Finding deadLetters(SourceLog log, String topic)
            throws SourceUnavailableException, InterruptedException {
        boolean exists = log.describe(topic).isPresent();
        return new Finding(exists, "dead-letter topic " + topic + (exists ? " exists" : " does not exist"));
    }
}
