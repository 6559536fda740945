package dev.oriel.client;

import dev.oriel.api.Headers;
import dev.oriel.api.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** From the reply to a read of several keys to what the caller gets. Stateless. */
final class ListAnswers {

    private ListAnswers() {}

    /**
     * A list that came as a whole. The reader is told what the caller is about to see.
     *
     * @throws OrielException if there is none
     * @throws IllegalStateException if the client was closed meanwhile
     */
    static EntryPage page(Reader reader, Reply reply) {
        HttpAnswer answer = success(reader, reply);
        EntryPage page = read(answer, EntryPage::parse, "list");
        reader.saw(page.positions());
        return page;
    }

    /**
     * A number of entries. The reader is told what the caller is about to see.
     *
     * @throws OrielException if there is none
     * @throws IllegalStateException if the client was closed meanwhile
     */
    static EntryCount count(Reader reader, Reply reply) {
        HttpAnswer answer = success(reader, reply);
        EntryCount count = read(answer, EntryCount::parse, "count");
        reader.saw(count.positions());
        return count;
    }

    private static <T> T read(HttpAnswer answer, Function<String, T> parse, String what) {
        try {
            return parse.apply(answer.text());
        } catch (IllegalArgumentException e) {
            throw unlikeOriel(answer, "the " + what + " is unreadable, " + e.getMessage());
        }
    }

    /**
     * A list that comes bit by bit; to be closed. The reader is told what the caller is about to see, if the server says it
     * beforehand.
     *
     * @throws OrielException if there is none
     * @throws IllegalStateException if the client was closed meanwhile
     */
    static StreamedBody stream(Reader reader, Reply reply) {
        HttpAnswer answer = success(reader, reply);
        StreamedBody stream = answer.stream().orElseThrow(() -> unlikeOriel(answer, "it is no stream of entries"));
        try {
            reader.saw(positions(answer));
            return stream;
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private static HttpAnswer success(Reader reader, Reply reply) {
        if (!(reply instanceof Reply.Answered answered)) {
            throw Answers.failure(reply);
        }
        HttpAnswer answer = answered.answer();
        if (answer.status() == 412) {
            ReadResult.NotReached result = Answers.notReached(answer);
            reader.saw(result.positions());
            throw new NotReachedException(result.problem().detail(), result);
        } else if (answer.status() != 200) {
            throw Answers.failure(answer);
        }
        return answer;
    }

    private static List<Position> positions(HttpAnswer answer) {
        try {
            return EntryPage.positions(answer.header(Headers.POSITION).orElse(""));
        } catch (IllegalArgumentException e) {
            throw unlikeOriel(answer, Headers.POSITION + " is " + e.getMessage());
        }
    }

    private static UnexpectedAnswerException unlikeOriel(HttpAnswer answer, String why) {
        return new UnexpectedAnswerException(
                answer.uri().getPath() + " answers, but not as Oriel does: " + why, Optional.empty());
    }
}
