package dev.oriel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.api.EntityTags;
import dev.oriel.api.KeyPath;
import dev.oriel.api.Position;
import dev.oriel.api.Role;
import dev.oriel.api.ServedBy;
import dev.oriel.route.Partitioner;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an answer is made of beside its entry. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnswerParts {

    private long number = 1_234_567;

    /** The path of a read. */
    @Benchmark
    public Optional<KeyPath> path_read() {
        return KeyPath.of("/v1/views/orders/keys/" + number++);
    }

    /** The partition of a key. */
    @Benchmark
    public int key_placed() {
        return Partitioner.MURMUR2.partition(Long.toString(number++).getBytes(UTF_8), 8);
    }

    /** {@code Oriel-Position}. */
    @Benchmark
    public String position_written() {
        return new Position("orders", 3, number++, Optional.of("k3QxC0vSTb2eIPhLQTdRXw")).toString();
    }

    /** {@code Oriel-Served-By}. */
    @Benchmark
    public String served_by_written() {
        return new ServedBy("oriel-1", Role.ACTIVE, 0, OptionalLong.of(number++ & 1)).toString();
    }

    /** {@code Oriel-Timestamp}. */
    @Benchmark
    public String timestamp_written() {
        return Instant.ofEpochMilli(1_790_000_000_000L + number++).toString();
    }

    /** {@code If-None-Match}. */
    @Benchmark
    public boolean tag_compared() {
        return EntityTags.parse("\"1234567\"").orElseThrow().matches(Long.toString(number));
    }
}
