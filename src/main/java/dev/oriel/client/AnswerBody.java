package dev.oriel.client;

import java.util.Optional;

/**
 * What came after an answer's head.
 *
 * @param bytes the whole of it; empty if it is a stream
 * @param stream what comes, piece by piece; must be read or closed
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record AnswerBody(byte[] bytes, Optional<StreamedBody> stream) {

    static AnswerBody whole(byte[] bytes) {
        return new AnswerBody(bytes, Optional.empty());
    }

    static AnswerBody of(StreamedBody stream) {
        return new AnswerBody(new byte[0], Optional.of(stream));
    }
}
