package dev.oriel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the indexes of a view. */
final class IndexesReader {

    private static final int MOST = 16;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?");
    private static final ScalarType<String> JQ = ScalarType.text("a jq expression, as .customerId", Optional::of);

    private final Optional<ValueType> value;

    /**
     * A reader.
     *
     * @param value how the view's values are read; empty if that cannot be told
     */
    IndexesReader(Optional<ValueType> value) {
        this.value = value;
    }

    /** The indexes, in the order they stand there; what cannot be read is reported. */
    List<IndexConfig> read(YamlMapping indexes) {
        List<IndexConfig> read = new ArrayList<>();
        Problems problems = indexes.source().problems();
        if (indexes.entries().size() > MOST) {
            problems.add(
                    indexes.position(),
                    indexes.path(),
                    indexes.entries().size() + " indexes",
                    "at most " + MOST + ": each costs every write");
        }
        for (YamlMapping.Entry entry : indexes.entries().values()) {
            if (!NAME.matcher(entry.name()).matches()) {
                problems.add(
                        entry.position(),
                        indexes.path(),
                        "'" + entry.name() + "'",
                        "a name of a-z and 0-9, with '-' and '_' within, at most 64 characters");
            } else if (entry.value() instanceof YamlScalar scalar) {
                scalar.read(JQ)
                        .flatMap(jq -> JqSetting.read(scalar, jq, value, "value: json"))
                        .ifPresent(jq -> read.add(new IndexConfig(entry.name(), jq)));
            } else {
                entry.value().refuse("a jq expression, as .customerId");
            }
        }
        return List.copyOf(read);
    }
}
