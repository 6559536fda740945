package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Strict UTF-8. */
final class Utf8 {

    private Utf8() {}

    /** Why the bytes are not UTF-8 text, if they are not. */
    static Optional<String> flaw(byte[] bytes) {
        if (isAscii(bytes)) {
            return Optional.empty();
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of("its bytes are not UTF-8");
        }
    }

    /** Whether encoding keeps the text: half a surrogate pair would become a question mark, and so another text. */
    static boolean canHold(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }

    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte b : bytes) {
            all |= b;
        }
        return all >= 0;
    }
}
