package dev.oriel.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code If-Match} and {@code If-None-Match} name (RFC 9110, sections 8.8.3, 13.1.1 and 13.1.2). Immutable.
 *
 * @param any whether it is {@code *}, any entry at all
 * @param tags the tags otherwise, without quotes; compared weakly
 */
public record EntityTags(boolean any, Set<String> tags) {

    /** How the headers are written, for error messages. */
    public static final String FORM = "entity tags such as \"7\", or *";

    private static final Pattern TAG = Pattern.compile("\\G\\s*(?:W/)?\"([^\"]*)\"\\s*(?:,|$)");

    public EntityTags {
        tags = Set.copyOf(tags);
    }

    /** The value of a header that may have been sent as several fields, which are one list (RFC 9110, section 5.3). */
    public static Optional<String> joined(List<String> fields) {
        return fields.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", fields));
    }

    /** Reads a header's value; empty if it is neither {@code *} nor a list of entity tags. */
    public static Optional<EntityTags> parse(String header) {
        if (header.trim().equals("*")) {
            return Optional.of(new EntityTags(true, Set.of()));
        }
        Set<String> tags = new LinkedHashSet<>();
        Matcher each = TAG.matcher(header);
        int end = 0;
        while (each.find()) {
            tags.add(each.group(1));
            end = each.end();
        }
        return end > 0 && header.substring(end).isBlank() ? Optional.of(new EntityTags(false, tags)) : Optional.empty();
    }

    /** Whether what is there, under this tag, is among what is named. */
    public boolean matches(String tag) {
        return any || tags.contains(tag);
    }

    /** The header's value. */
    @Override
    public String toString() {
        return any ? "*" : tags.stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(", "));
    }
}
