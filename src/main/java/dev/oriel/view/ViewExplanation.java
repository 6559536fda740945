package dev.oriel.view;

import dev.oriel.config.OrielConfig;
import dev.oriel.config.VersionSource;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.Intake;
import dev.oriel.store.Passage;
import dev.oriel.store.ReplicaListener;
import dev.oriel.store.ReplicaSet;
import dev.oriel.store.StoreSpec;
import java.util.stream.Collectors;

/** Says in words and as a topology what a declared view will do. Asks no broker. */
public final class ViewExplanation {

    private ViewExplanation() {}

    /** Several lines, the last without a line end. */
    public static String of(OrielConfig config, ViewConfig view) {
        return """
                %s: %s of topic %s
                  keys         %s, placed by %s
                  values       %s, served as %s
                  versions     %s
                  indexes      %s
                  store        %s
                  unreadable   %s
                  application  %s
                %s""".formatted(
                        view.name(),
                        view.kind().configName(),
                        view.topic(),
                        view.key().configName(),
                        view.partitioner().configName(),
                        view.value().configName(),
                        ValueFormat.of(view.value()).contentType(),
                        versions(view.version()),
                        indexes(view),
                        view.store().configName(),
                        view.deadLetterTopic()
                                .map(topic -> "counted, and copied to topic " + topic)
                                .orElse("counted and left out"),
                        new StreamsSettings(config, view).applicationPrefix() + "<topic id>",
                        topology(view).indent(2).stripTrailing());
    }

    private static String versions(VersionSource source) {
        return switch (source) {
            case VersionSource.Offset offset -> "the offset of the record that last changed the key";
            case VersionSource.Field field -> field.jq() + " of the value";
            case VersionSource.Header header -> "the record's header " + header.name();
        };
    }

    private static String indexes(ViewConfig view) {
        return view.indexes().isEmpty()
                ? "none"
                : view.indexes().stream()
                        .map(index -> index.name() + ": " + index.jq())
                        .collect(Collectors.joining(", "));
    }

    private static String topology(ViewConfig view) {
        StoreSpec spec = new StoreSpec(
                ViewTopology.STORE,
                StoreSpec.Scope.PARTITION,
                view.name(),
                new StoreSpec.Medium.Heap(),
                EntryTerms.indexing(view),
                new ReplicaSet(1),
                new EntryReader(view),
                (record, reason, firstSeen) -> {},
                ReplicaListener.NONE,
                partition -> 0,
                new Passage(new ReplicaSet(1)),
                new Passage(new ReplicaSet(1)),
                new Intake(),
                Runnable::run);
        return ViewTopology.of(view, spec).describe().toString();
    }
}
