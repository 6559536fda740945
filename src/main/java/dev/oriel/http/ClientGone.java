package dev.oriel.http;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;

/**
 * Notices that a client has gone while its request waits, so that the wait can be cancelled at once.
 *
 * <p><b>Why.</b> Jetty does not read an HTTP/1.1 connection while a request on it is being handled. The end of the
 * connection (FIN, RST, TLS close_notify) is seen by reading and in no other way, so a request that is parked, or that
 * waits for a peer, would outlive its client until its own deadline.
 *
 * <p><b>How, on HTTP/1.1.</b> The watch takes the read interest that the connection leaves unused in the meantime. When
 * something arrives it reads: end of stream or an error means that the client has gone. Bytes mean that the client
 * pipelines; the watch keeps them, goes on listening, and when it is closed it gives them back in their order to the
 * connection, which then finds them as if it had read them itself. It also gives the read interest back by then: Jetty
 * closes a connection whose response completes while somebody else is interested in reading it, and asks for the
 * interest itself before the next request. All of this uses what jetty-io publishes for connections that take over from
 * each other, {@link Connection.UpgradeFrom} and {@link Connection.UpgradeTo}, and works on whatever the end point
 * decrypts, so TLS is no special case.
 *
 * <p><b>How, on HTTP/2.</b> The connection is always read, and a stream's reset fails the request; the watch is a
 * failure listener. The connection's end is told by its {@link ClientEndPoint}.
 *
 * <p><b>Limits.</b> A client that shuts down only its output counts as gone, as it does for most servers. One that
 * vanishes without a word (power, network) can't be told from a patient one; it costs its request's deadline. While a
 * client has pipelined a whole input buffer (8 KiB unless configured, 16 KiB with TLS) behind the waiting request, its
 * leaving goes unnoticed until that request ends. A connection that is neither a socket's nor TLS's own, such as one
 * behind the PROXY protocol, is not watched.
 */
public final class ClientGone {
    private ClientGone() {}

    /** A watch that was begun; to be closed before the response to its request is completed. */
    public sealed interface Registration permits ConnectionWatch, StreamWatch, Unwatched {
        /**
         * Ends the watch. Jetty goes on with the connection when the response is completed or failed, so the watch must
         * have been closed by then, on every path that answers; an answer to a request that is still watched costs the
         * client its connection.
         *
         * <p>It may be called on any thread, within {@code onGone} too, and more than once. It never waits for
         * {@code onGone}; at most for a read that is under way, which does not block.
         *
         * @return true if the client was still there: {@code onGone} has not been called and never will be. False if
         *     it was found gone first: {@code onGone} has run, runs, or is about to run on another thread
         */
        boolean close();
    }

    /**
     * Watches the client of a request that is going to wait.
     *
     * <p>The request's content must have been read to its end and released. A request has one watch at a time; another
     * may follow one that was closed. From here on an idle connection no longer fails the request: who waits has a
     * deadline of their own.
     *
     * @param onGone called at most once, when the client has closed the connection or reset the stream, or when the
     *     connection was closed under it; on a thread of Jetty's, which it must not block, or on the caller's before
     *     this method returns
     * @throws IllegalStateException if the connection is being read: the request is watched already, or its content is
     *     awaited
     */
    public static Registration watch(Request request, Runnable onGone) {
        request.addIdleTimeoutListener(timeout -> false);
        if (request.getConnectionMetaData().getHttpVersion().getVersion() >= HttpVersion.HTTP_2.getVersion()) {
            return StreamWatch.begin(request, onGone);
        }
        Connection connection = request.getConnectionMetaData().getConnection();
        if (connection instanceof AbstractConnection buffered
                && connection instanceof Connection.UpgradeFrom source
                && connection instanceof Connection.UpgradeTo sink
                && connection.getEndPoint() instanceof AbstractEndPoint endPoint) {
            return ConnectionWatch.begin(
                    endPoint,
                    new ReadAhead(source, sink, buffered.getInputBufferSize()),
                    request.getConnectionMetaData().getConnector().getServer().getInvocationType(),
                    onGone);
        }
        return new Unwatched();
    }
}
