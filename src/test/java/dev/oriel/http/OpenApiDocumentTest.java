package dev.oriel.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Yaml;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code openapi.yaml} by itself: that it can be read, agrees with itself and is strict enough to check live answers. */
class OpenApiDocumentTest {

    private static final String SOURCE = read();
    private static final JsonNode DOCUMENT = parse();
    private static final OpenApiInteractionValidator VALIDATOR =
            OpenApiInteractionValidator.createForInlineApiSpecification(SOURCE).build();
    private static final Set<String> JSON = Set.of("application/json", "application/problem+json");

    /** One answer as the document shows it: its status, and as headers and body the examples given. */
    record Answer(Request.Method method, String path, String status, JsonNode response, Body body) {

        SimpleResponse asLive() {
            SimpleResponse.Builder live = SimpleResponse.Builder.status(Integer.parseInt(status));
            for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
                live.withHeader(
                        header.getKey(),
                        resolve(header.getValue()).path("example").asText());
            }
            if (!body.mediaType().isEmpty()) {
                live.withContentType(body.mediaType()).withBody(body.text());
            }
            return live.build();
        }

        @Override
        public String toString() {
            return String.join(" ", method.name(), path, status, body.mediaType(), body.name());
        }
    }

    /** An example of a body; without a media type, no body at all. */
    record Body(String mediaType, String name, JsonNode value) {

        String text() {
            return JSON.contains(mediaType) ? value.toString() : value.asText();
        }
    }

    @Test
    void parses_without_a_complaint() {
        assertThat(new OpenAPIV3Parser()
                        .readContents(SOURCE, null, new ParseOptions())
                        .getMessages())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void example_answer_validates_as_a_live_one_would(Answer answer) {
        assertThat(validate(answer.path(), answer.method(), answer.asLive())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void head_answers_with_the_statuses_of_get_less_405(String path) {
        JsonNode item = DOCUMENT.path("paths").path(path);
        Set<String> expected = fieldNames(item.path("get").path("responses"));
        expected.remove("405");

        assertThat(fieldNames(item.path("head").path("responses"))).isEqualTo(expected);
    }

    @Test
    void introduction_lists_the_problem_types_of_the_schemas() {
        String introduction = DOCUMENT.path("info").path("description").asText();
        String schemas = DOCUMENT.path("components").path("schemas").toString();

        assertThat(matches("\\| \\d{3} \\| `([a-z-]+)`", introduction))
                .isEqualTo(matches("https://oriel\\.dev/problems/([a-z-]+)", schemas));
    }

    @Test
    void missing_member_is_noticed() {
        ObjectNode catalog = exampleOf("/v1/views", "catalog");
        ((ObjectNode) catalog.path("views").path(0)).remove("skipped");

        assertThat(validate("/v1/views", Request.Method.GET, ok(catalog))).contains("skipped");
    }

    @Test
    void undescribed_member_is_noticed() {
        ObjectNode table = exampleOf("/v1/views/{view}/partitions", "table");
        ((ObjectNode) table.path("partitions").path(0)).put("standbies", 1);

        assertThat(validate("/v1/views/{view}/partitions", Request.Method.GET, ok(table)))
                .contains("standbies");
    }

    @Test
    void null_for_an_optional_member_is_noticed() {
        ObjectNode view = exampleOf("/v1/views/{view}", "running");
        view.putNull("lag");

        assertThat(validate("/v1/views/{view}", Request.Method.GET, ok(view))).contains("null found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ETag", "Oriel-Version", "Oriel-Position", "Oriel-Timestamp", "Oriel-Served-By", "Cache-Control"
            })
    void value_without_one_of_its_headers_is_noticed(String header) {
        Answer value = exampleValue();
        headersOf(value).remove(header);

        assertThat(validate(value.path(), value.method(), value.asLive())).contains(header);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
            ETag            | 1234
            ETag            | "one"
            Oriel-Version   | one
            Oriel-Position  | orders/3
            Oriel-Position  | orders@3
            Oriel-Timestamp | 1763806530123
            Oriel-Served-By | oriel-1
            Oriel-Served-By | "oriel-1";role=owner;hops=0;stale-ms=0
            Cache-Control   | max-age=60
            """, delimiter = '|')
    void value_with_a_malformed_header_is_noticed(String header, String malformed) {
        Answer value = exampleValue();
        headersOf(value).putObject(header).put("example", malformed);

        assertThat(validate(value.path(), value.method(), value.asLive())).contains("ERROR");
    }

    @Test
    void undocumented_status_is_noticed() {
        assertThat(validate(
                        "/v1/views",
                        Request.Method.GET,
                        SimpleResponse.Builder.status(418).build()))
                .contains("418");
    }

    private static Stream<Answer> answers() {
        return paths().flatMap(path -> Stream.of(Request.Method.GET, Request.Method.HEAD)
                .flatMap(method -> DOCUMENT
                        .path("paths")
                        .path(path)
                        .path(method.name().toLowerCase(Locale.ROOT))
                        .path("responses")
                        .properties()
                        .stream()
                        .flatMap(entry -> {
                            JsonNode response = resolve(entry.getValue()).deepCopy();
                            return bodies(response)
                                    .map(body -> new Answer(method, path, entry.getKey(), response, body));
                        })));
    }

    private static Stream<Body> bodies(JsonNode response) {
        if (!response.has("content")) {
            return Stream.of(new Body("", "", response.path("content")));
        }
        return response.path("content").properties().stream()
                .flatMap(content -> content.getValue().path("examples").properties().stream()
                        .map(example -> new Body(
                                content.getKey(),
                                example.getKey(),
                                example.getValue().path("value"))));
    }

    private static Stream<String> paths() {
        return fieldNames(DOCUMENT.path("paths")).stream();
    }

    private static Answer exampleValue() {
        return answers()
                .filter(answer -> answer.body().name().equals("order"))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode headersOf(Answer answer) {
        return (ObjectNode) answer.response().path("headers");
    }

    private static ObjectNode exampleOf(String path, String name) {
        return DOCUMENT.path("paths")
                .path(path)
                .path("get")
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("examples")
                .path(name)
                .path("value")
                .deepCopy();
    }

    private static SimpleResponse ok(JsonNode body) {
        return SimpleResponse.Builder.ok()
                .withContentType("application/json")
                .withHeader("ETag", "\"9f2c61d0\"")
                .withHeader("Cache-Control", "no-cache")
                .withBody(body.toString())
                .build();
    }

    private static String validate(String path, Request.Method method, SimpleResponse response) {
        String concrete = path.replace("{view}", "orders").replace("{key}", "o-1042");
        return VALIDATOR.validateResponse(concrete, method, response).getMessages().stream()
                .map(ValidationReport.Message::toString)
                .collect(Collectors.joining("\n"));
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static Set<String> fieldNames(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode parse() {
        try {
            return Yaml.mapper().readTree(SOURCE);
        } catch (IOException e) {
            throw new AssertionError("openapi.yaml is not YAML", e);
        }
    }

    private static String read() {
        try (InputStream in = OpenApiDocumentTest.class.getResourceAsStream("openapi.yaml")) {
            assertThat(in).as("openapi.yaml beside the classes of this package").isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("openapi.yaml cannot be read", e);
        }
    }
}
