package dev.oriel.config;

import java.util.Optional;

/** Reads a jq expression over a view's values. */
final class JqSetting {

    private JqSetting() {}

    /**
     * The expression; where there is something wrong with it, that is reported.
     *
     * @param scalar where it stands
     * @param jq its text
     * @param value how the view's values are read; empty if that cannot be told
     * @param otherwise what else the user may do where values are not JSON
     */
    static Optional<String> read(YamlScalar scalar, String jq, Optional<ValueType> value, String otherwise) {
        Problems problems = scalar.source().problems();
        if (value.isPresent() && value.get() != ValueType.JSON) {
            problems.add(
                    scalar.position(),
                    scalar.path(),
                    "'" + jq + "'",
                    otherwise + ": a jq expression reads nothing but JSON");
            return Optional.empty();
        }
        Optional<JqExpression.Fault> fault = JqExpression.faultOf(jq);
        fault.ifPresent(wrong -> {
            Position at = scalar.mentionsEnvironment() ? scalar.position() : scalar.positionOf(wrong.offset());
            problems.add(
                    at, scalar.path(), "'" + jq.strip() + "'", "a jq expression (jackson-jq: " + wrong.reason() + ")");
        });
        return fault.isPresent() ? Optional.empty() : Optional.of(jq);
    }
}
