package dev.oriel.http;

import dev.oriel.api.EntityTags;
import dev.oriel.read.Deadline;
import dev.oriel.read.Partitions;
import dev.oriel.read.PartitionsReader;
import dev.oriel.view.View;
import dev.oriel.wait.WaitRegistry.Permit;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * A long poll for the next routing table of a view, on a virtual thread of its own. When its client leaves, the thread is
 * interrupted and the place among those who wait given back.
 */
final class TablePoll implements Runnable {

    private final PartitionsReader partitions;
    private final View view;
    private final EntityTags known;
    private final Deadline until;
    private final Permit permit;
    private final CompletableFuture<Partitions> table = new CompletableFuture<>();
    private volatile ClientGone.Registration watch = new Unwatched();

    private TablePoll(PartitionsReader partitions, View view, EntityTags known, Deadline until, Permit permit) {
        this.partitions = partitions;
        this.view = view;
        this.known = known;
        this.until = until;
        this.permit = permit;
    }

    /**
     * Begins; returns at once.
     *
     * @param request whose client waits
     * @param known the tables that the client has
     * @param until when to answer with the table as it is
     * @param permit is given back at the end
     * @return the table, or a failure when the client has left
     */
    static CompletableFuture<Partitions> begin(
            PartitionsReader partitions, View view, Request request, EntityTags known, Deadline until, Permit permit) {
        TablePoll poll = new TablePoll(partitions, view, known, until, permit);
        Content.Source.consumeAll(request, Callback.from(() -> poll.start(request), poll::end));
        return poll.table;
    }

    private void start(Request request) {
        Thread thread = Thread.ofVirtual().unstarted(this);
        watch = ClientGone.watch(request, thread::interrupt);
        thread.start();
    }

    @Override
    public void run() {
        try {
            Partitions found = partitions.awaitOtherThan(view, known, until);
            if (watch.close()) {
                permit.close();
                table.complete(found);
            } else {
                end(new EofException("the client has left"));
            }
        } catch (InterruptedException | RuntimeException e) {
            watch.close();
            end(e);
        }
    }

    private void end(Throwable cause) {
        permit.close();
        table.completeExceptionally(cause);
    }
}
