package dev.oriel.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.oriel.api.Headers;
import dev.oriel.api.Position;
import dev.oriel.api.ProblemType;
import dev.oriel.api.ServedBy;
import dev.oriel.ops.Answer;
import dev.oriel.read.Deadline;
import dev.oriel.read.Outcome;
import dev.oriel.scan.EntriesRead;
import dev.oriel.scan.EntriesReader;
import dev.oriel.scan.Listing;
import dev.oriel.scan.Query;
import dev.oriel.scan.Row;
import dev.oriel.scan.Scan;
import dev.oriel.wait.WaitRegistry.Permit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a read of more than one key: a list in one piece, or a stream of lines, of which no more is read than the client takes.
 */
final class EntriesAnswer implements Attendance.Service {

    private static final Logger log = LoggerFactory.getLogger(EntriesAnswer.class);

    /** Positions of a topic with more partitions than fit stand in the body alone. */
    private static final int LONGEST_HEADER = 4_000;

    private final HttpExchange exchange;
    private final EntriesRequests.Asked asked;
    private final EntriesReader reader;
    private final Refusals refusals;
    private final EntryJson json;
    private volatile @Nullable OngoingAnswer stream;

    EntriesAnswer(HttpExchange exchange, EntriesRequests.Asked asked, EntriesReader reader, Refusals refusals) {
        this.exchange = exchange;
        this.asked = asked;
        this.reader = reader;
        this.refusals = refusals;
        this.json = new EntryJson(asked.read().view());
    }

    @Override
    public Runnable serve() {
        try {
            return switch (asked) {
                case EntriesRequests.Asked.Keys keys -> answer(() -> reader.lookUp(keys.read(), keys.keys()));
                case EntriesRequests.Asked.Count count -> answer(() -> reader.count(count.read(), count.query()));
                case EntriesRequests.Asked.Page page -> answer(() -> reader.page(page.read(), page.rest()));
                case EntriesRequests.Asked.Lines lines -> tell(lines);
            };
        } catch (InterruptedException clientLeft) {
            return () -> leave(clientLeft);
        } catch (IOException cannotWrite) {
            return () -> leave(cannotWrite);
        } catch (RuntimeException e) {
            return () -> fail(e);
        }
    }

    /** Reads what is asked for. */
    @FunctionalInterface
    private interface Reading {
        Listing read() throws InterruptedException;
    }

    private Runnable answer(Reading reading) throws InterruptedException {
        long began = System.nanoTime();
        Listing listing = reading.read();
        exchange.timing().pending(System.nanoTime() - began, asked.patience().isPresent());
        return answer(listing);
    }

    private Runnable answer(Listing listing) {
        return switch (listing) {
            case Listing.Page page -> {
                byte[] body = body(page);
                yield () -> send(page.proof(), body);
            }
            case Listing.Found found -> {
                byte[] body = body(found);
                yield () -> send(found.proof(), body);
            }
            case Listing.Counted counted -> {
                byte[] body = body(counted);
                yield () -> send(counted.proof(), body);
            }
            case Listing.TooLong tooLong ->
                () -> exchange.send(Problem.badRequest(
                        "keys",
                        "so few that their entries come to no more than " + tooLong.limit() + " bytes",
                        "keys whose entries come to more"));
            case Listing.NotReached unmet ->
                () -> exchange.send(KeyResponses.notReached(
                        ProblemType.POSITION_NOT_REACHED,
                        Position.listed(unmet.requested()),
                        Optional.of(Position.listed(unmet.reached()))));
            case Listing.Foreign foreign -> () -> exchange.send(KeyResponses.positionUnknown(foreign.which()));
            case Listing.Refused refused -> () -> refuse(refused.partitions(), refused.reason());
        };
    }

    private void send(Listing.Proof proof, byte[] body) {
        prove(proof);
        exchange.headers().put(HttpHeader.CONTENT_TYPE, Json.CONTENT_TYPE);
        exchange.send(200, ByteBuffer.wrap(body));
    }

    private void prove(Listing.Proof proof) {
        exchange.headers().put(HttpHeader.CACHE_CONTROL, "no-cache");
        String positions = Position.listed(proof.positions());
        if (positions.length() <= LONGEST_HEADER) {
            exchange.headers().put(Headers.POSITION, positions);
        }
        exchange.headers()
                .put(
                        Headers.SERVED_BY,
                        proof.servedBy().stream().map(ServedBy::toString).collect(Collectors.joining(", ")));
        exchange.answeredBy(
                proof.servedBy().stream()
                        .map(by -> by.role().wireName())
                        .distinct()
                        .reduce((one, other) -> "mixed")
                        .orElse(Answer.NO_ROLE),
                proof.servedBy().stream().mapToInt(ServedBy::hops).max().orElse(0));
    }

    private byte[] body(Listing.Found found) {
        ByteArrayOutputStream body = begun();
        String separator = "";
        for (Listing.Item item : found.items()) {
            text(separator, body);
            body.writeBytes(json.write(item.key(), item.entry()));
            separator = ",\n";
        }
        return ended(found.proof(), body);
    }

    private static byte[] body(Listing.Counted counted) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(256);
        text(
                "{\"count\":" + counted.count().entries() + ",\"estimated\":"
                        + counted.count().estimated(),
                body);
        missing(counted.missing(), body);
        return closed(counted.proof(), body);
    }

    private static void missing(List<Integer> partitions, ByteArrayOutputStream body) {
        if (!partitions.isEmpty()) {
            text(
                    ",\"missing\":"
                            + partitions.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")),
                    body);
        }
    }

    private byte[] body(Listing.Page page) {
        ByteArrayOutputStream body = begun();
        String separator = "";
        for (Row row : page.rows()) {
            text(separator, body);
            body.writeBytes(json.write(row.key(), Optional.of(row.entry())));
            separator = ",\n";
        }
        if (page.next().isPresent() && asked instanceof EntriesRequests.Asked.Page of) {
            String cursor = ScanCursor.of(
                    of.read().view().name(), of.whole(), page.next().get());
            exchange.headers()
                    .put("Link", '<' + NextLink.of(exchange.path(), exchange.query(), cursor) + ">; rel=\"next\"");
            text("],\"next\":\"" + cursor + '"', body);
        } else {
            text("]", body);
        }
        missing(page.missing(), body);
        return closed(page.proof(), body);
    }

    private static ByteArrayOutputStream begun() {
        ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
        text("{\"entries\":[", body);
        return body;
    }

    private static byte[] ended(Listing.Proof proof, ByteArrayOutputStream body) {
        text("]", body);
        return closed(proof, body);
    }

    private static byte[] closed(Listing.Proof proof, ByteArrayOutputStream body) {
        text(",\"position\":\"" + Position.listed(proof.positions()) + "\"}", body);
        return body.toByteArray();
    }

    private static void text(String ascii, ByteArrayOutputStream body) {
        body.writeBytes(ascii.getBytes(US_ASCII));
    }

    private void refuse(List<Integer> partitions, Outcome.Refusal reason) {
        refusals.send(exchange, asked.read().view().name(), partitions, reason);
    }

    /** Streams a range; what cannot be told before the first line is told as an error, and later the stream breaks off. */
    private Runnable tell(EntriesRequests.Asked.Lines lines) throws IOException, InterruptedException {
        Optional<Listing> inVain = reader.await(lines.read());
        Optional<Scan> scan = reader.scan(lines.read().view(), lines.range());
        if (inVain.isPresent() || scan.isEmpty()) {
            return answer(inVain.orElseThrow());
        }
        Optional<Permit> free = reader.admit();
        if (free.isEmpty()) {
            return () -> refuse(List.of(), reader.noPlace());
        }
        Permit permit = free.get();
        try (permit) {
            return tell(lines, scan.get());
        }
    }

    private Runnable tell(EntriesRequests.Asked.Lines lines, Scan scan) throws IOException, InterruptedException {
        Duration patience = lines.read().deadline().left();
        EntriesRead read = lines.read().within(lines.read().end());
        Query.Range range = lines.range();
        long left = lines.atMost();
        Listing next = scan.next(read, atMost(left), range.bytes());
        if (!(next instanceof Listing.Page first)) {
            return answer(next);
        }
        prove(first.proof());
        exchange.headers().put(HttpHeader.CONTENT_TYPE, EntriesRequests.NDJSON);
        if (HttpMethod.HEAD.is(exchange.request().getMethod())) {
            return () -> exchange.begin(200).end();
        }
        OngoingAnswer answer = exchange.begin(200);
        stream = answer;
        while (true) {
            if (!(next instanceof Listing.Page page)) {
                log.warn("a stream of view {} breaks off: {}", read.view().name(), next);
                return () -> answer.abort(new IOException("partitions cannot be read now"));
            }
            if (!page.rows().isEmpty()) {
                answer.write(ByteBuffer.wrap(lines(page.rows())));
            }
            left -= page.rows().size();
            if (page.next().isEmpty() || left <= 0) {
                return answer::end;
            }
            next = scan.next(read.within(Deadline.in(patience)), atMost(left), range.bytes());
        }
    }

    private static int atMost(long left) {
        return (int) Math.min(left, EntriesRequests.MAX_LIMIT);
    }

    private byte[] lines(List<Row> rows) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(4096);
        for (Row row : rows) {
            lines.writeBytes(json.write(row.key(), Optional.of(row.entry())));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    @Override
    public void leave(Exception cause) {
        OngoingAnswer begun = stream;
        if (begun == null) {
            exchange.abandon(cause);
        } else {
            begun.abort(cause);
        }
    }

    private void fail(RuntimeException e) {
        OngoingAnswer begun = stream;
        if (begun == null) {
            exchange.fail(e);
        } else {
            log.error("a stream of view {} failed", asked.read().view().name(), e);
            begun.abort(e);
        }
    }
}
