package dev.oriel.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent behind the request that is being handled: taken from the connection, added to, and given back.
 *
 * <p>Not thread-safe: {@link ConnectionWatch} sees to it that one thread at a time has it, and that the connection does
 * not use its buffer in between.
 */
final class ReadAhead {
    private final Connection.UpgradeFrom source;
    private final Connection.UpgradeTo sink;
    private final int capacity;

    /** In Jetty's flush mode: from position to limit are the bytes. Absent while there are none, as almost always. */
    private @Nullable ByteBuffer bytes;

    /**
     * @param source the connection, as the one that hands over what it has read and not yet parsed
     * @param sink the same connection, as the one that is handed what others have read
     * @param capacity how many bytes the connection can take back, the size of its input buffer
     */
    ReadAhead(Connection.UpgradeFrom source, Connection.UpgradeTo sink, int capacity) {
        this.source = source;
        this.sink = sink;
        this.capacity = capacity;
    }

    /** Takes over what the connection has read beyond the request; false, with nothing taken, if that leaves no room. */
    boolean take() {
        ByteBuffer pipelined = source.onUpgradeFrom();
        if (pipelined == null) {
            return true;
        }
        if (pipelined.remaining() >= capacity) {
            sink.onUpgradeTo(pipelined);
            return false;
        }
        bytes = BufferUtil.allocate(capacity);
        BufferUtil.append(bytes, pipelined);
        return true;
    }

    /** Reads what has arrived, as far as there is room for it; false at the end of the stream. */
    boolean fill(EndPoint endPoint) throws IOException {
        ByteBuffer buffer = bytes == null ? BufferUtil.allocate(capacity) : bytes;
        int filled;
        do {
            filled = endPoint.fill(buffer);
        } while (filled > 0 && BufferUtil.space(buffer) > 0);
        bytes = buffer.hasRemaining() ? buffer : null;
        return filled >= 0;
    }

    boolean isFull() {
        return bytes != null && BufferUtil.space(bytes) == 0;
    }

    /** Gives everything back to the connection; false if it does not have the room, because somebody else read too. */
    boolean giveBack() {
        if (bytes == null) {
            return true;
        }
        sink.onUpgradeTo(bytes);
        return !bytes.hasRemaining();
    }
}
