package dev.oriel.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A compiled jq expression. One that is no more than a path, as {@code .customer.id}, is followed without jq. Safe for several threads
 * at once.
 */
final class JqExpression {

    private static final Pattern PATH = Pattern.compile("\\s*((?:\\.[A-Za-z_][A-Za-z0-9_]*)+)\\s*");

    private static final Scope ROOT = rootScope();

    private final JsonQuery query;
    private final List<String> path;

    /**
     * Compiles the expression.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    JqExpression(String text) {
        try {
            query = JsonQuery.compile(text, Versions.JQ_1_7);
        } catch (JsonQueryException e) {
            throw new IllegalArgumentException("cannot read the jq expression " + text + ": " + e.getMessage(), e);
        }
        Matcher plain = PATH.matcher(text);
        path = plain.matches() ? List.of(plain.group(1).substring(1).split("\\.")) : List.of();
    }

    private static Scope rootScope() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
        return scope;
    }

    /**
     * All results for an input.
     *
     * @throws JsonQueryException if the expression fails on it
     */
    List<JsonNode> apply(JsonNode input) throws JsonQueryException {
        JsonNode at = input;
        for (String name : path) {
            if (!at.isObject() && !at.isNull()) {
                // Says why it fails.
                return applyJq(input);
            }
            JsonNode below = at.get(name);
            at = below == null ? NullNode.getInstance() : below;
        }
        return path.isEmpty() ? applyJq(input) : List.of(at);
    }

    private List<JsonNode> applyJq(JsonNode input) throws JsonQueryException {
        List<JsonNode> results = new ArrayList<>(1);
        query.apply(Scope.newChildScope(ROOT), input, results::add);
        return results;
    }
}
