package dev.oriel.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oriel.api.Role;
import dev.oriel.api.ServedBy;
import dev.oriel.config.HostPort;
import dev.oriel.read.Outcome;
import dev.oriel.read.Standbys;
import dev.oriel.store.Count;
import dev.oriel.store.KeyRange;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SliceFramesTest {

    private static final ServedBy BY = new ServedBy("oriel-1", Role.ACTIVE, 1, OptionalLong.of(3));

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static SliceRequest request(Query query) {
        return new SliceRequest(
                "k3QxT0fBRfqhYd2fbM1v9A",
                new TreeSet<>(List.of(1, 4)),
                query,
                Map.of(4, 1234L),
                new Standbys(Duration.ofMillis(700), true),
                Duration.ofSeconds(3));
    }

    @Test
    void requests_arrive_as_they_were_sent() throws IOException {
        Query.Range range = new Query.Range(
                Optional.of("by-status"),
                List.of(new KeyRange(bytes("a"), Optional.of(bytes("b"))), KeyRange.startingWith(bytes("c"))),
                true,
                17,
                1L << 20,
                true);
        for (Query query : List.of(
                range,
                new Query.Count(Optional.of("by"), List.of(KeyRange.ALL)),
                new Query.Range(Optional.empty(), List.of(KeyRange.ALL), false, 1, 1, false))) {
            SliceRequest got = SliceFrames.request(SliceFrames.encode(request(query)));

            assertThat(got).usingRecursiveComparison().isEqualTo(request(query));
        }
        Query.Keys keys = new Query.Keys(List.of(bytes("a"), bytes(""), bytes("a")));
        assertThat(SliceFrames.request(SliceFrames.encode(request(keys))))
                .usingRecursiveComparison()
                .isEqualTo(request(keys));
    }

    @Test
    void replies_arrive_as_they_were_sent() throws IOException {
        List<Slice.Content> contents = List.of(
                new Slice.Content.TooLong(),
                new Slice.Content.Counted(new Count(1_234, true)),
                new Slice.Content.Found(List.of(Optional.of(bytes("entry")), Optional.empty())),
                new Slice.Content.Rows(
                        List.of(
                                new Row(bytes("k"), bytes("k"), bytes("one")),
                                new Row(bytes("rank"), bytes("k2"), bytes("two"))),
                        true));
        List<Gap> gaps = List.of(
                new Gap.NotReached(2, 77),
                new Gap.Refused(3, new Outcome.NotTheOwner(3, new HostPort("::1", 8081))),
                new Gap.Refused(
                        4,
                        new Outcome.Unavailable(
                                OptionalInt.of(4), "restoring", "it is", OptionalLong.of(9), Duration.ofSeconds(1))),
                new Gap.Refused(
                        5,
                        new Outcome.Unavailable(
                                OptionalInt.of(5), "behind", "it is", OptionalLong.empty(), Duration.ofSeconds(1))),
                new Gap.Refused(6, new Outcome.Overloaded("too many", Duration.ofSeconds(2))));
        for (Slice.Content content : contents) {
            SliceReply reply = new SliceReply(Optional.of(new Slice(Map.of(1, -1L, 9, 5L), BY, content)), gaps);

            assertThat(SliceFrames.reply(SliceFrames.encode(reply)))
                    .usingRecursiveComparison()
                    .isEqualTo(reply);
        }
        SliceReply nothing = new SliceReply(Optional.empty(), gaps);
        assertThat(SliceFrames.reply(SliceFrames.encode(nothing))).isEqualTo(nothing);
    }

    @Test
    void what_is_cut_short_or_of_another_version_is_refused() {
        byte[] frame = SliceFrames.encode(request(new Query.Keys(List.of(bytes("a")))));
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> SliceFrames.request(cut)).isInstanceOf(IOException.class);
        }
        frame[0] = 99;
        assertThatThrownBy(() -> SliceFrames.request(frame)).hasMessageContaining("version that is not known: 99");
    }
}
