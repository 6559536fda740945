package dev.oriel.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.config.IndexConfig;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.IndexSpec;
import dev.oriel.store.Indexing;
import dev.oriel.store.KeyBytes;
import dev.oriel.store.TermReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Finds what entries stand under in the indexes of a view, by the jq expressions of these. Of an expression that has several results, or
 * an array, each is a term; null, objects, and an expression that fails on a value give none. Safe for several threads at once.
 */
final class EntryTerms implements TermReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JqExpression> expressions;

    private EntryTerms(List<IndexConfig> indexes) {
        this.expressions =
                indexes.stream().map(index -> new JqExpression(index.jq())).toList();
    }

    /** How the entries of a view are indexed. */
    static Indexing indexing(ViewConfig view) {
        List<IndexSpec> indexes = view.indexes().stream()
                .map(index -> new IndexSpec(index.name(), TermFormat.VERSION + '|' + index.jq()))
                .toList();
        return indexes.isEmpty()
                ? Indexing.NONE
                : new Indexing(KeyFormat.of(view.key()).order(), indexes, new EntryTerms(view.indexes()));
    }

    @Override
    public List<List<byte[]>> read(ByteBuffer value) {
        JsonNode json = parsed(value);
        return expressions.stream().map(expression -> terms(expression, json)).toList();
    }

    /** What is stored has been found to be JSON. */
    private static JsonNode parsed(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> terms(JqExpression expression, JsonNode json) {
        Map<KeyBytes, byte[]> terms = new LinkedHashMap<>();
        try {
            for (JsonNode result : expression.apply(json)) {
                Iterable<JsonNode> values = result.isArray() ? result : List.of(result);
                for (JsonNode value : values) {
                    TermFormat.term(value).ifPresent(term -> terms.put(KeyBytes.of(term), term));
                }
            }
        } catch (JsonQueryException e) {
            return List.of();
        }
        return List.copyOf(terms.values());
    }
}
