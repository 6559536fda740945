package dev.oriel.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where a view's versions come from. */
final class VersionReader {

    private static final String EXPECTED = "a jq expression, or { header: name }";
    private static final ScalarType<String> JQ = ScalarType.text(EXPECTED, Optional::of);
    private static final ScalarType<String> HEADER = ScalarType.text("a header's name", Pattern.compile(".+"));

    private final Optional<ValueType> value;

    /**
     * A reader.
     *
     * @param value how the view's values are read; empty if that cannot be told
     */
    VersionReader(Optional<ValueType> value) {
        this.value = value;
    }

    /** The version's source; where it cannot be read, that is reported. */
    VersionSource read(YamlMapping view) {
        Optional<VersionSource> version = view.get("version").flatMap(node -> switch (node) {
            case YamlMapping mapping -> header(mapping);
            case YamlScalar scalar -> scalar.read(JQ).flatMap(jq -> field(scalar, jq));
            case YamlList list -> {
                list.refuse(EXPECTED);
                yield Optional.<VersionSource>empty();
            }
        });
        return version.orElseGet(VersionSource.Offset::new);
    }

    private static Optional<VersionSource> header(YamlMapping mapping) {
        mapping.allowOnly(List.of("header"));
        if (!mapping.has("header")) {
            mapping.source().problems().add(mapping.position(), mapping.path(), "no header", "header: and its name");
        }
        return mapping.read("header", HEADER).map(VersionSource.Header::new);
    }

    private Optional<VersionSource> field(YamlScalar scalar, String jq) {
        return JqSetting.read(scalar, jq, value, "{ header: name }, or value: json")
                .map(VersionSource.Field::new);
    }
}
