package dev.oriel.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LinkFramesTest {

    private static final Map<String, String> ASKED = Map.of("Oriel-Time-Left", "4999", "If-None-Match", "\"7\"");
    private static final Map<String, String> TOLD =
            Map.of("Oriel-Version", "7", "ETag", "\"7\"", "Oriel-Owner", "b:8081");

    private static final String TARGET = "/v1/views/orders/keys/a%C3%A9?stale=2000ms";

    @Test
    void a_message_is_read_as_it_was_written() throws Exception {
        for (LinkMessage message : List.of(
                new LinkRequest(-3, false, TARGET, ASKED),
                new LinkRequest(4, true, TARGET, ASKED),
                new LinkMessage.Cancel(Integer.MIN_VALUE),
                new LinkMessage.Ping(5))) {
            assertThat(LinkMessage.of(content(message.frame()))).isEqualTo(message);
        }
    }

    @Test
    void a_message_of_another_kind_is_refused() {
        ByteBuffer frame = ByteBuffer.allocate(5).put((byte) 9).putInt(1).flip();

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> LinkMessage.of(frame))
                .withMessageContaining("kind 9, of another version");
    }

    @Test
    void an_answer_is_read_as_it_was_written() throws Exception {
        byte[] frame = LinkAnswer.frame(9, 404, TOLD, ByteBuffer.wrap(new byte[] {1, 0, -1}));

        LinkAnswer answer = LinkAnswer.of(content(frame));

        assertThat(answer.id()).isEqualTo(9);
        PeerAnswer told = ((LinkReply.Answered) answer.told()).answer();
        assertThat(told.status()).isEqualTo(404);
        assertThat(told.headers()).isEqualTo(Map.of("Oriel-Version", "7", "ETag", "\"7\""));
        assertThat(told.owner()).isPresent();
        assertThat(told.body()).containsExactly(1, 0, -1);
    }

    @Test
    void a_declined_request_has_no_answer() throws Exception {
        assertThat(LinkAnswer.of(content(LinkAnswer.nothing(1))).told()).isInstanceOf(LinkReply.Declined.class);
    }

    @Test
    void fields_that_the_protocol_does_not_know_stay_behind() throws Exception {
        LinkRequest asked = new LinkRequest(1, false, "/", Map.of("X-Else", "1"));

        assertThat(LinkMessage.of(content(asked.frame()))).isEqualTo(new LinkRequest(1, false, "/", Map.of()));
    }

    @Property(tries = 200)
    void frames_are_the_same_however_they_come_in_pieces(
            @ForAll @Size(max = 8) List<@IntRange(max = 300) Integer> lengths,
            @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 200) Integer> pieces)
            throws ProtocolException {
        ByteBuffer stream = ByteBuffer.allocate(8 * 304);
        for (int length : lengths) {
            stream.putInt(length).put(patterned(length));
        }
        stream.flip();
        List<byte[]> read = new ArrayList<>();
        FrameReader reader = new FrameReader(frame -> read.add(bytes(frame)));

        for (int piece : pieces) {
            int size = Math.min(piece, stream.remaining());
            reader.read(stream.slice(stream.position(), size));
            stream.position(stream.position() + size);
        }
        reader.read(stream);

        assertThat(read)
                .containsExactlyElementsOf(
                        lengths.stream().map(LinkFramesTest::patterned).toList());
    }

    @Test
    void a_frame_that_is_too_long_ends_it() {
        FrameReader reader = new FrameReader(frame -> {});
        for (int length : List.of(FrameReader.LONGEST + 1, -1, Integer.MAX_VALUE)) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() ->
                            reader.read(ByteBuffer.allocate(4).putInt(length).flip()))
                    .withMessageContaining("a frame of " + length + " bytes");
        }
    }

    @Property(tries = 300)
    void bytes_that_are_no_frame_are_refused_and_nothing_else(@ForAll @Size(max = 40) byte[] bytes) {
        assertReadOrRefused(() -> LinkMessage.of(ByteBuffer.wrap(bytes)));
        assertReadOrRefused(() -> LinkAnswer.of(ByteBuffer.wrap(bytes)));
    }

    private interface Reading {
        Object read() throws ProtocolException;
    }

    private static void assertReadOrRefused(Reading reading) {
        try {
            assertThat(reading.read()).isNotNull();
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageMatching(".*(not whole|another version).*");
        }
    }

    private static byte[] patterned(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (length + i);
        }
        return bytes;
    }

    private static ByteBuffer content(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        assertThat(bytes.getInt()).isEqualTo(frame.length - Integer.BYTES);
        return bytes.slice();
    }

    private static byte[] bytes(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
