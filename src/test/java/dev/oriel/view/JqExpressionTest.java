package dev.oriel.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.junit.jupiter.api.Test;

class JqExpressionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What an expression comes to: its results, or what it says of its failure. */
    private static String outcome(String expression, JsonNode input) {
        try {
            return new JqExpression(expression).apply(input).toString();
        } catch (JsonQueryException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Property
    void a_path_comes_to_what_jq_makes_of_it(@ForAll("paths") String path, @ForAll("documents") JsonNode document) {
        assertThat(outcome(path, document)).isEqualTo(outcome("(" + path + ")", document));
    }

    @Provide
    Arbitrary<String> paths() {
        return names().list().ofMinSize(1).ofMaxSize(3).map(names -> " ." + String.join(".", names) + " ");
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "and", "_x1");
    }

    @Provide
    Arbitrary<JsonNode> documents() {
        JsonNodeFactory make = JsonNodeFactory.instance;
        Arbitrary<JsonNode> leaves = Arbitraries.of(
                make.nullNode(),
                make.booleanNode(true),
                make.numberNode(1.5),
                make.numberNode(Long.MAX_VALUE),
                make.textNode("t"),
                make.arrayNode().add(1));
        return Arbitraries.recursive(() -> leaves, JqExpressionTest::objects, 0, 3);
    }

    private static Arbitrary<JsonNode> objects(Arbitrary<JsonNode> values) {
        return Combinators.combine(names().list().ofMaxSize(3), values.list().ofSize(3))
                .as(JqExpressionTest::object);
    }

    private static JsonNode object(List<String> names, List<JsonNode> values) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < names.size(); i++) {
            object.set(names.get(i), values.get(i));
        }
        return object;
    }

    @Test
    void what_is_more_than_a_path_is_left_to_jq() throws Exception {
        JsonNode document = JSON.valueToTree(Map.of("a", List.of(1, 2), "b-c", "d"));

        assertThat(outcome(".a[]", document)).isEqualTo("[1, 2]");
        assertThat(outcome(".a | length", document)).isEqualTo("[2]");
        assertThat(outcome(".\"b-c\"", document)).isEqualTo("[\"d\"]");
        assertThat(outcome(".", document)).isEqualTo("[" + document + "]");
    }
}
