package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oriel.http.BuildInfo;
import io.swagger.v3.core.util.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Holds live answers against {@code openapi.yaml}: status, body, and headers, both those that have to be there and those that
 * nobody announced. Nothing of Oriel's inside may show in any of them.
 */
final class Contract {

    /** What any HTTP answer may carry; the document has no need to speak of it. */
    private static final Set<String> OF_HTTP =
            Set.of("content-type", "content-length", "date", "connection", "transfer-encoding");

    private static final Pattern INNARDS =
            Pattern.compile("Exception|Throwable|at dev\\.oriel|dev\\.oriel\\.|org\\.eclipse|java\\.lang|\\n\\s+at ");

    private static final String VALUE = "/v1/views/{view}/keys/{key}";
    private static final String VIEW = "/v1/views/{view}";

    private static final String NO_BODY = "validation.response.body.missing";

    private final JsonNode document;
    private final OpenApiInteractionValidator validator;
    private final List<Path> paths = new ArrayList<>();

    private record Path(String template, Pattern pattern) {
        String concrete() {
            return template.replace("{view}", "orders")
                    .replace("{key}", "o-1042")
                    .replace("{index}", "by-customer")
                    .replace("{value}", "c-17");
        }
    }

    Contract() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("openapi.yaml")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            document = Yaml.mapper().readTree(text);
            validator = OpenApiInteractionValidator.createForInlineApiSpecification(text)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            String pattern = path.getKey()
                    .replace("{view}", "[^/]+")
                    .replace("{key}", "[^/]*")
                    .replace("{index}", "[^/]*")
                    .replace("{value}", "[^/]*")
                    .replace(".", "\\.");
            paths.add(new Path(path.getKey(), Pattern.compile(pattern)));
        }
    }

    /** Fails if the answer is one that the document does not know. */
    void check(Answer answer) {
        List<String> flaws = new ArrayList<>();
        boolean head = answer.method().equals("HEAD");
        Path path = path(answer);
        Request.Method method = head ? Request.Method.HEAD : reading(path);
        if (!answer.method().equals(method.name()) && answer.status() != 405 && answer.status() != 400) {
            flaws.add("a " + answer.method() + " is answered otherwise than by 405");
        }
        if (head && answer.body().length > 0) {
            flaws.add("a HEAD is answered with a body");
        }
        validator.validateResponse(path.concrete(), method, live(answer)).getMessages().stream()
                // To the validator an empty body is none, but an empty text, no octets at all and no lines are a value.
                .filter(message -> !(message.getKey().equals(NO_BODY) && isEmptyValue(answer)))
                .forEach(message -> flaws.add(message.toString()));
        Set<String> unannounced = new TreeSet<>(answer.headers().keySet());
        unannounced.removeAll(OF_HTTP);
        unannounced.removeAll(announced(path, method, answer.status()));
        if (takes(path, "/Explain")) {
            unannounced.remove("server-timing");
        }
        if (takes(path, "/TraceParent")) {
            unannounced.remove("traceresponse");
        }
        unannounced.forEach(name -> flaws.add("the header " + name + " is not in the document"));
        flaws.addAll(innards(answer));
        if (!flaws.isEmpty()) {
            throw new AssertionError(String.join("\n", flaws) + "\nin " + answer);
        }
    }

    /** An unknown path has no place in the document, but its answer is that of an unknown view; the same for what is no HTTP. */
    private Path path(Answer answer) {
        String like = answer.path().isEmpty() ? VALUE : VIEW;
        return paths.stream()
                .filter(path -> path.pattern().matcher(answer.path()).matches())
                .findFirst()
                .orElseGet(() -> new Path(like, Pattern.compile("")));
    }

    /** Whether the path has the parameter whose description announces a header of any answer. */
    private boolean takes(Path path, String parameterName) {
        return document.path("paths")
                .path(path.template())
                .path("parameters")
                .valueStream()
                .anyMatch(parameter -> parameter.path("$ref").asText().endsWith(parameterName));
    }

    /** The method that a path is there for. */
    private Request.Method reading(Path path) {
        return document.path("paths").path(path.template()).has("post") ? Request.Method.POST : Request.Method.GET;
    }

    private static boolean isEmptyValue(Answer answer) {
        String type = answer.header("Content-Type").orElse("");
        return (type.startsWith("text/plain")
                        || type.equals("application/octet-stream")
                        || type.equals("application/x-ndjson"))
                && answer.header("Content-Length").filter("0"::equals).isPresent();
    }

    private static SimpleResponse live(Answer answer) {
        SimpleResponse.Builder live = SimpleResponse.Builder.status(answer.status());
        answer.headers().forEach((name, values) -> {
            if (!OF_HTTP.contains(name)) {
                values.forEach(value -> live.withHeader(name, value));
            }
        });
        if (answer.body().length > 0) {
            answer.header("Content-Type").ifPresent(live::withContentType);
            live.withBody(answer.text());
        }
        return live.build();
    }

    private Set<String> announced(Path path, Request.Method method, int status) {
        JsonNode responses = document.path("paths")
                .path(path.template())
                .path(method.name().toLowerCase(Locale.ROOT))
                .path("responses");
        Set<String> names = new TreeSet<>();
        resolve(responses.path(Integer.toString(status)))
                .path("headers")
                .properties()
                .forEach(header -> names.add(header.getKey().toLowerCase(Locale.ROOT)));
        return names;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static List<String> innards(Answer answer) {
        boolean error = answer.status() >= 400;
        return error && INNARDS.matcher(answer.headers() + answer.text()).find()
                ? List.of("something of the inside shows")
                : List.of();
    }
}
