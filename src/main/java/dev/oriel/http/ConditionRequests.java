package dev.oriel.http;

import dev.oriel.api.EntityTags;
import dev.oriel.api.Headers;
import dev.oriel.api.Position;
import dev.oriel.config.Durations;
import dev.oriel.read.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/** Reads what a request asks for beyond "now", and how long it would wait for it. Stateless. */
final class ConditionRequests {

    private static final String DURATION = "a duration such as 500ms, 10s or 2m; a bare number is seconds";
    private static final Fields NO_PARAMETERS = Fields.EMPTY;

    /** Named by the protocol, but not understood yet; taking no notice would promise what is not kept. */
    private static final List<String> NOT_YET = List.of("asOf");

    /** The preference {@code wait} among others (RFC 7240, sections 2 and 4.3), in seconds. */
    private static final Pattern PREFERRED_WAIT =
            Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=$|[,;])", Pattern.CASE_INSENSITIVE);

    private ConditionRequests() {}

    /** The parameters of a request's query, which may be null. */
    static Fields parameters(@Nullable String query) throws BadParameterException {
        if (query == null || query.isEmpty()) {
            return NO_PARAMETERS;
        }
        try {
            Fields parameters = new Fields(true);
            // What is badly encoded is read as far as it can be, and then does not mean what a parameter may.
            boolean unused = UrlEncoded.decodeUtf8To(query, 0, query.length(), parameters::add, true, true, true);
            for (String name : NOT_YET) {
                if (parameters.get(name) != null) {
                    throw new BadParameterException(
                            name, "not to be there: this version does not know it yet", parameters.getValue(name));
                }
            }
            return parameters;
        } catch (IllegalArgumentException e) {
            throw new BadParameterException("query", "name=value pairs in percent-encoded UTF-8", query);
        }
    }

    /** The conditions. */
    static Conditions conditions(Fields parameters, HttpFields headers) throws BadParameterException {
        List<Position> after = after(parameters, headers);
        OptionalLong version = version(parameters);
        Optional<EntityTags> ifMatch = tags(headers, HttpHeader.IF_MATCH);
        Optional<EntityTags> ifNoneMatch = tags(headers, HttpHeader.IF_NONE_MATCH);
        return after.isEmpty() && version.isEmpty() && ifMatch.isEmpty() && ifNoneMatch.isEmpty()
                ? Conditions.NONE
                : new Conditions(after, version, ifMatch, ifNoneMatch);
    }

    private static List<Position> after(Fields parameters, HttpFields headers) throws BadParameterException {
        List<String> inQuery = parameters.getValuesOrEmpty("after");
        List<String> inHeaders = headers.getValuesList(Headers.AFTER);
        if (inQuery.isEmpty() && inHeaders.isEmpty()) {
            return List.of();
        }
        String all = String.join(
                ",", Stream.concat(inQuery.stream(), inHeaders.stream()).toList());
        try {
            return Position.parseList(all);
        } catch (IllegalArgumentException e) {
            String expected = String.valueOf(e.getMessage()).replaceFirst("^expected ", "");
            throw new BadParameterException(inQuery.isEmpty() ? Headers.AFTER : "after", expected, all);
        }
    }

    private static OptionalLong version(Fields parameters) throws BadParameterException {
        List<String> values = parameters.getValuesOrEmpty("version");
        if (values.isEmpty()) {
            return OptionalLong.empty();
        }
        String text = String.join(",", values);
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new BadParameterException("version", "a decimal integer", text);
        }
    }

    /** A header of entity tags, if it is there. */
    static Optional<EntityTags> tags(HttpFields headers, HttpHeader name) throws BadParameterException {
        return tags(headers.getValuesList(name), name);
    }

    /** A header of entity tags, which may have been sent as several fields, if it is there. */
    static Optional<EntityTags> tags(List<String> fields, HttpHeader name) throws BadParameterException {
        Optional<String> value = EntityTags.joined(fields);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<EntityTags> tags = EntityTags.parse(value.get());
        if (tags.isEmpty()) {
            throw new BadParameterException(name.asString(), EntityTags.FORM, value.get());
        }
        return tags;
    }

    /**
     * How long the request would wait for its condition, cut to what the server allows: as the parameter says, else as the client
     * prefers. A preference means nothing without a condition; a parameter is then a mistake.
     */
    static Optional<Duration> wait(Fields parameters, HttpFields headers, boolean conditional, Duration longest)
            throws BadParameterException {
        List<String> values = parameters.getValuesOrEmpty("wait");
        Optional<Duration> wait = values.isEmpty()
                ? preferred(headers).filter(preference -> conditional)
                : Optional.of(parsed(String.join(",", values), conditional));
        return wait.map(asked -> Durations.shorter(asked, longest));
    }

    private static Duration parsed(String text, boolean conditional) throws BadParameterException {
        Duration wait = duration("wait", text);
        if (!conditional) {
            throw new BadParameterException(
                    "wait", "a condition to wait for beside it: after, version, If-Match or If-None-Match", text);
        }
        return wait;
    }

    private static Optional<Duration> preferred(HttpFields headers) {
        Optional<String> preferences = EntityTags.joined(headers.getValuesList("Prefer"));
        if (preferences.isEmpty()) {
            return Optional.empty();
        }
        Matcher wait = PREFERRED_WAIT.matcher(preferences.get());
        return wait.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(wait.group(1)))) : Optional.empty();
    }

    /** How far behind its source a standby that answers may be; zero if nothing is said. */
    static Duration stale(Fields parameters) throws BadParameterException {
        List<String> values = parameters.getValuesOrEmpty("stale");
        if (values.isEmpty()) {
            return Duration.ZERO;
        }
        return duration("stale", String.join(",", values));
    }

    private static Duration duration(String parameter, String text) throws BadParameterException {
        Optional<Duration> duration = Durations.parse(text);
        if (duration.isEmpty()) {
            throw new BadParameterException(parameter, DURATION, text);
        }
        return duration.get();
    }

    /** The value of {@code Preference-Applied} for a wait: whole seconds, rounded up (RFC 7240, section 3). */
    static String applied(Duration wait) {
        return "wait=" + (wait.toMillis() + 999) / 1000;
    }
}
