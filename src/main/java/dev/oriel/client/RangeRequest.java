package dev.oriel.client;

import dev.oriel.api.Position;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A read of many entries in an order. Immutable: each method gives another request, and one may be sent any number of times, from any
 * thread.
 *
 * <p>{@link #stream()} and {@link #open()} ask for a page when the one before is used up, so that a reader may take its time and leave
 * at any entry. {@link #export()} has a server send all without being asked again, which is faster for very many. Neither is a picture
 * of one moment: an entry that changes meanwhile is read as it was, or as it is.
 *
 * @param <R> the kind of request
 */
public abstract sealed class RangeRequest<R extends RangeRequest<R>> permits ScanRequest, IndexRequest {

    /** How many entries a page has at most unless {@link #pageSize} says so. */
    public static final int PAGE_SIZE = 500;

    /** How many entries a page may have. */
    public static final int LARGEST_PAGE = 10_000;

    private final ViewClient view;
    private final RangeOptions options;

    RangeRequest(ViewClient view, RangeOptions options) {
        this.view = view;
        this.options = options;
    }

    final ViewClient view() {
        return view;
    }

    final RangeOptions options() {
        return options;
    }

    /** Which entries, in which order. */
    abstract EntryRange range();

    /** The same, read in another way. */
    abstract R with(RangeOptions changed);

    /** From the last entry to the first. */
    public abstract R descending();

    /**
     * How many entries a page may have, and so the client hold; {@value #PAGE_SIZE} unless set. A page must fit the client's
     * {@link OrielClient.Builder#maxAnswerBytes}.
     *
     * @throws IllegalArgumentException if it is none from 1 to {@value #LARGEST_PAGE}
     */
    public R pageSize(int most) {
        if (most < 1 || most > LARGEST_PAGE) {
            throw new IllegalArgumentException("expected a page size from 1 to " + LARGEST_PAGE + ", found " + most);
        }
        return with(options.pageSize(most));
    }

    /**
     * The entries must reflect a record: where a producer's acknowledgement says it is.
     *
     * @param topic the topic
     * @param partition the partition, from 0
     * @param offset the record's offset
     * @throws IllegalArgumentException if there is no such record: a producer with {@code acks=0} gives -1 as its offset
     */
    public R after(String topic, int partition, long offset) {
        return after(List.of(Acknowledgement.position(topic, partition, offset)));
    }

    /**
     * The entries must reflect positions that came as text, such as {@code orders/3@1234}; several are joined by commas.
     *
     * @throws IllegalArgumentException if it cannot be read; the message says what was expected
     */
    public R after(String positions) {
        return after(Position.parseList(positions));
    }

    /** The entries must reflect positions, such as {@link Entry#positions()} of an earlier answer; of several all. */
    public R after(Collection<Position> positions) {
        return with(options.with(options.conditions().after(List.copyOf(positions))));
    }

    /**
     * The server may hold each request until the positions are reached, at most so long; see {@link KeyRequest#waitUpTo}.
     *
     * @throws IllegalArgumentException if the time is negative or more than {@link KeyRequest#LONGEST_WAIT}
     */
    public R waitUpTo(Duration most) {
        return with(options.with(options.conditions().waitUpTo(most)));
    }

    /**
     * While a partition's owner cannot answer, a standby may that proves to be behind its source by no more than this; see
     * {@link KeyRequest#staleUpTo}.
     *
     * @throws IllegalArgumentException if the time is negative or more than {@link KeyRequest#LONGEST_WAIT}
     */
    public R staleUpTo(Duration most) {
        return with(options.with(options.conditions().staleUpTo(most)));
    }

    /** Partitions that cannot be read are left out, instead of failing the read; {@link Scan#missing} and
     * {@link EntryCount#missing} name them. */
    public R allowPartial() {
        return with(options.allowPartial());
    }

    /** The entries, page by page, with what is known about them beside. Nothing is sent yet. To be closed. */
    public Scan open() {
        return new Scan(view.reader(), query(), options.pageSize());
    }

    /**
     * The entries, page by page: the next page is asked for when an entry of it is. Nothing is sent yet. What {@link Scan#hasNext}
     * throws, the stream's operations do. To be closed, which ends a request that is under way.
     */
    public Stream<ListedEntry> stream() {
        Scan scan = open();
        return stream(scan).onClose(scan::close);
    }

    /**
     * The entries as a server sends them, all in one answer. Nothing is sent yet. To be closed: the connection lasts as long as the
     * stream does, and counts as one request under way ({@link OrielClient.Builder#maxConcurrentRequests}).
     *
     * <p>What is not taken is not read, so that the server waits; the client holds no more than one piece, some 16 KiB, or one entry
     * that is longer. If the connection breaks off, or nothing comes for {@link OrielClient.Builder#requestTimeout}, the export goes
     * on behind the last entry that came, from whichever server: as often as {@link OrielClient.Builder#maxRetries} says without an
     * entry in between, and 100 times in all. Then it fails with {@link UnreachableException}. One by an index does so at the first
     * break behind an entry, because entries do not tell where in the index they stood; {@link #stream()} goes on.
     *
     * <p>The stream's operations throw {@link OrielException} if no server answers or one refuses, and {@link IllegalStateException}
     * if the client or the stream is closed, or the request asks for a wait without a position.
     *
     * @throws IllegalStateException if partitions may be left out: an export has no place to say which
     */
    public Stream<ListedEntry> export() {
        if (options.partial()) {
            throw new IllegalStateException("an export cannot be partial: stream() or open() can");
        }
        Export export = new Export(view.transport(), view.reader(), query());
        return stream(export).onClose(export::close);
    }

    /**
     * How many entries there are, whatever the order and the size of pages. Blocks until the answer is there. The number is exact,
     * unless it would be costly: then it is an estimate, and says so.
     *
     * @throws NotReachedException if a position asked for was not reached in time
     * @throws OrielException if the read was not answered; the subclass tells why
     * @throws IllegalStateException if the request asks for a wait without a position, or the client is closed
     */
    public EntryCount count() {
        CountQuery count = new CountQuery(view.name(), range(), options.conditions(), options.partial());
        return ListAnswers.count(view.reader(), Answers.await(view.reader().send(count)));
    }

    private RangeQuery query() {
        return new RangeQuery(view.name(), range(), options.conditions(), options.partial(), Optional.empty());
    }

    private static Stream<ListedEntry> stream(Iterator<ListedEntry> entries) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(entries, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** The view, the range and the conditions. */
    @Override
    public String toString() {
        return query().toString();
    }
}
