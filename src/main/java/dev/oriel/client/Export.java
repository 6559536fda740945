package dev.oriel.client;

import dev.oriel.client.StreamedBody.Piece;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The entries of a range through all the connections they come on. Holds the entries of one piece that was read, and reads the next
 * when they have been taken.
 *
 * <p>For one thread; only {@link #close} is for all.
 */
final class Export implements Iterator<ListedEntry>, AutoCloseable {

    /** How often it goes on after a break, however far it got in between. */
    static final int MOST_RESUMPTIONS = 100;

    private final Transport transport;
    private final Reader reader;
    private final RangeQuery query;
    private final Asking asking = new Asking();
    private final Deque<ListedEntry> ready = new ArrayDeque<>();
    private volatile Optional<ExportConnection> connection = Optional.empty();
    private EntryRange left;
    private Optional<String> last = Optional.empty();
    private Optional<String> wentOnFrom = Optional.empty();
    private long came;
    private int resumptions;
    private int fruitless;
    private boolean over;

    Export(Transport transport, Reader reader, RangeQuery query) {
        this.transport = transport;
        this.reader = reader;
        this.query = query;
        left = query.range();
    }

    @Override
    public boolean hasNext() {
        asking.requireOpen();
        while (ready.isEmpty() && !over) {
            readOn();
        }
        return !ready.isEmpty();
    }

    @Override
    public ListedEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("that was the last entry");
        }
        return ready.remove();
    }

    private void readOn() {
        ExportConnection from = connected();
        try {
            Piece piece = from.next();
            if (piece instanceof Piece.Bytes bytes) {
                take(from.lines(bytes));
            } else if (piece instanceof Piece.Broken broken) {
                goOnAfter(broken.cause());
            } else {
                take(List.of(from.rest()));
                end();
            }
        } catch (BoundedBody.TooLongException e) {
            throw unusable("one is longer than " + transport.settings().maxAnswerBytes()
                    + " bytes, which is this client's limit (maxAnswerBytes)");
        } catch (IllegalArgumentException e) {
            throw unusable("an entry that cannot be read: " + e.getMessage());
        } catch (InterruptedException e) {
            disconnect();
            Thread.currentThread().interrupt();
            throw new ReadInterruptedException(e);
        }
    }

    private ExportConnection connected() {
        if (connection.isEmpty()) {
            RangeQuery asked = query.with(left);
            Reply reply = asking.ask(() -> reader.send(asked));
            connection = Optional.of(ExportConnection.over(ListAnswers.stream(reader, reply), transport));
            // Closed in the meantime, by a thread that did not see this connection.
            try {
                asking.requireOpen();
            } catch (IllegalStateException e) {
                disconnect();
                throw e;
            }
        }
        return connection.get();
    }

    private void take(List<String> lines) {
        for (String line : lines) {
            if (!over && !line.isBlank()) {
                take(ListedKey.parse(line).entry().orElseThrow(() -> new IllegalArgumentException("expected a value")));
            }
        }
    }

    private void take(ListedEntry entry) {
        if (wentOnFrom.equals(Optional.of(entry.key()))) {
            // The range goes on from this key, which has come already.
            return;
        }
        if (!left.holds(entry.key())) {
            end();
            return;
        }
        ready.add(entry);
        last = Optional.of(entry.key());
        came++;
        fruitless = 0;
    }

    private void goOnAfter(IOException cause) throws InterruptedException {
        boolean clientIsClosed =
                connection.filter(ExportConnection::isAbandoned).isPresent();
        disconnect();
        asking.requireOpen();
        if (clientIsClosed) {
            throw Answers.failure(new Reply.Closed());
        }
        fruitless++;
        resumptions++;
        Optional<EntryRange> rest =
                last.isEmpty() ? Optional.of(left) : query.range().behind(last.get());
        if (rest.isEmpty() || fruitless > transport.settings().maxRetries() || resumptions > MOST_RESUMPTIONS) {
            throw new UnreachableException(
                    "the entries of %s broke off after %d of them: %s"
                            .formatted(query.view(), came, cause.getMessage()),
                    cause);
        }
        left = rest.get();
        wentOnFrom = last;
        if (left.isEmpty()) {
            end();
            return;
        }
        Thread.sleep(transport.backoff().after(fruitless).toMillis());
    }

    private UnexpectedAnswerException unusable(String why) {
        disconnect();
        return new UnexpectedAnswerException("the entries of " + query.view() + ": " + why, Optional.empty());
    }

    private void end() {
        over = true;
        disconnect();
    }

    private void disconnect() {
        connection.ifPresent(ExportConnection::close);
        connection = Optional.empty();
    }

    @Override
    public void close() {
        asking.close();
        connection.ifPresent(ExportConnection::close);
    }
}
