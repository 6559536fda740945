package dev.oriel.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** A compiled jq expression. Safe for several threads at once. */
final class JqExpression {

    private static final Scope ROOT = rootScope();

    private final JsonQuery query;

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
        List<JsonNode> results = new ArrayList<>(1);
        query.apply(Scope.newChildScope(ROOT), input, results::add);
        return results;
    }
}
