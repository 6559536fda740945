package dev.oriel.client;

import dev.oriel.api.Position;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The entries of a range, page by page: the next page is asked for when the one before is used up, so that one page is held. Each is
 * asked for as any read is, from whichever server. In a session, each reflects what the session has seen by then.
 *
 * <p>For one thread; only {@link #close} is for all. A scan that failed may be asked again, and goes on where it was.
 */
public final class Scan implements Iterator<ListedEntry>, AutoCloseable {

    private final Reader reader;
    private final RangeQuery query;
    private final int pageSize;
    private final Asking asking = new Asking();
    private final SessionPositions positions = new SessionPositions(Integer.MAX_VALUE);
    private final SortedSet<Integer> missing = new TreeSet<>();
    private Iterator<ListedKey> page = List.<ListedKey>of().iterator();
    private Optional<String> next = Optional.empty();
    private boolean begun;

    Scan(Reader reader, RangeQuery query, int pageSize) {
        this.reader = reader;
        this.query = query;
        this.pageSize = pageSize;
    }

    /**
     * Whether there is another entry. Blocks while a page is asked for.
     *
     * @throws NotReachedException if a position asked for was not reached in time
     * @throws OrielException if a page was not answered; the subclass tells why
     * @throws IllegalStateException if this or the client is closed, or the request asks for a wait without a position
     */
    @Override
    public boolean hasNext() {
        asking.requireOpen();
        // A page may be empty and yet not be the last one.
        while (!page.hasNext() && (!begun || next.isPresent())) {
            readPage();
        }
        return page.hasNext();
    }

    /**
     * The next entry.
     *
     * @throws NoSuchElementException if there is none
     * @throws OrielException as {@link #hasNext()}
     * @throws IllegalStateException as {@link #hasNext()}
     */
    @Override
    public ListedEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("that was the last entry");
        }
        ListedKey key = page.next();
        return key.entry()
                .orElseThrow(() -> new UnexpectedAnswerException("an entry without a value", Optional.empty()));
    }

    private void readPage() {
        RangeQuery asked = query.page(pageSize, next);
        EntryPage answer = ListAnswers.page(reader, asking.ask(() -> reader.send(asked)));
        begun = true;
        next = answer.next();
        missing.addAll(answer.missing());
        positions.add(answer.positions());
        page = answer.keys().iterator();
    }

    /** The partitions that were left out of the pages so far, if that was allowed. */
    public SortedSet<Integer> missing() {
        return new TreeSet<>(missing);
    }

    /** How far the replicas that answered had read, of the pages so far: what a later read may be asked to reflect. */
    public List<Position> positions() {
        return positions.positions();
    }

    /** Ends a request that is under way, and the scan with it. Safe for all threads. */
    @Override
    public void close() {
        asking.close();
    }
}
