package dev.oriel.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity tags in {@code If-None-Match} (RFC 9110, sections 8.8.3 and 13.1.2). */
final class EntityTags {

    private static final Pattern TAG = Pattern.compile("\\G\\s*(?:W/)?\"([^\"]*)\"\\s*(?:,|$)");

    private EntityTags() {}

    /** The value of a header that may have been sent as several fields, which are one list (RFC 9110, section 5.3). */
    static Optional<String> joined(List<String> fields) {
        return fields.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", fields));
    }

    /** Whether the header's value is {@code *} or a list of entity tags. */
    static boolean isValid(String header) {
        if (header.trim().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(header);
        int end = 0;
        while (tags.find()) {
            end = tags.end();
        }
        return end > 0 && header.substring(end).isBlank();
    }

    /** Whether one of the tags is the given one, by weak comparison. */
    static boolean matches(String header, String tag) {
        if (header.trim().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(header);
        while (tags.find()) {
            if (tags.group(1).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
