package dev.oriel.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The declared views and how they fare, as {@code GET /v1/views} answers it.
 *
 * @param views in the order of the configuration
 */
public record Catalog(List<ViewSummary> views) {

    public Catalog {
        views = List.copyOf(views);
    }

    /**
     * A view's declaration, its state here, and its counts over the instances that answered.
     *
     * @param name the view's name
     * @param kind table or global
     * @param sources its topics
     * @param key how keys are read
     * @param value how values are read
     * @param contentType the media type of its values
     * @param partitioner how the topic's producers place keys
     * @param store where entries are kept
     * @param version where versions come from
     * @param indexes its indexes
     * @param generation which build of the view it is
     * @param state what it is doing on this instance
     * @param detail why, or what is wrong with it
     * @param partitions how many partitions it has, once that is known
     * @param entries roughly how many entries it has
     * @param lag how many records are not applied yet, if known of all
     * @param skipped how many records could not be read
     * @param instances the names of the instances that answered
     * @param unreachable the peer addresses of those that did not
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ViewSummary(
            String name,
            String kind,
            List<Source> sources,
            String key,
            String value,
            String contentType,
            String partitioner,
            String store,
            Version version,
            List<Index> indexes,
            int generation,
            String state,
            Optional<String> detail,
            OptionalInt partitions,
            long entries,
            OptionalLong lag,
            long skipped,
            List<String> instances,
            List<String> unreachable) {
        public ViewSummary {
            sources = List.copyOf(sources);
            indexes = List.copyOf(indexes);
            instances = List.copyOf(instances);
            unreachable = List.copyOf(unreachable);
        }
    }

    /**
     * A topic.
     *
     * @param topic its name
     * @param partitions how many partitions it has, once that is known
     * @param topicId its identity, once that is known
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Source(String topic, OptionalInt partitions, Optional<String> topicId) {}

    /**
     * An index, over the instances that answered.
     *
     * @param name its name
     * @param expression the jq expression that makes of a value what it is to be found by
     * @param state built or building
     * @param indexed about how many entries are in it, while it is being built
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Index(String name, String expression, String state, OptionalLong indexed) {}

    /**
     * Where versions come from.
     *
     * @param source offset, field or header
     * @param expression the jq expression of a field
     * @param name the name of a header
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Version(String source, Optional<String> expression, Optional<String> name) {}
}
