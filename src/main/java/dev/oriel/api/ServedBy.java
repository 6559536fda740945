package dev.oriel.api;

import java.util.OptionalLong;

/**
 * Which replica answered: the content of {@code Oriel-Served-By}, an RFC 9651 structured field.
 *
 * @param instance the instance's name, printable ASCII
 * @param role the replica's role
 * @param hops 0 when the instance that was asked answered itself, 1 when it asked another
 * @param staleMillis how far behind the source the replica is at most, in milliseconds; empty when that is not known
 */
public record ServedBy(String instance, Role role, int hops, OptionalLong staleMillis) {

    /** The field's value, for example {@code "oriel-1";role=active;hops=1;stale-ms=0}. */
    @Override
    public String toString() {
        StringBuilder field = new StringBuilder(64).append('"');
        for (int i = 0; i < instance.length(); i++) {
            char c = instance.charAt(i);
            if (c == '"' || c == '\\') {
                field.append('\\');
            }
            field.append(c);
        }
        field.append("\";role=").append(role.wireName()).append(";hops=").append(hops);
        staleMillis.ifPresent(millis -> field.append(";stale-ms=").append(millis));
        return field.toString();
    }
}
