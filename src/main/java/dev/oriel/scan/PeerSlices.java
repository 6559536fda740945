package dev.oriel.scan;

import dev.oriel.read.Unavailability;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerUnreachableException;
import dev.oriel.trace.Trace;
import dev.oriel.view.View;
import java.io.IOException;

/** Asks other instances for slices. Safe for several threads at once. */
final class PeerSlices {

    private final PeerClient peers;

    PeerSlices(PeerClient peers) {
        this.peers = peers;
    }

    /** The slice that an instance has; gaps if it has none, or is not to be had. */
    SliceReply read(View view, SliceCall call) throws InterruptedException {
        Trace.Call traced = call.trace().call(call.host().toString());
        try {
            byte[] reply = peers.ask(
                    call.host(),
                    SlicePath.of(view.name()),
                    traced.headers(),
                    SliceFrames.encode(call.request()),
                    call.atMost());
            return SliceFrames.reply(reply);
        } catch (PeerUnreachableException | IOException e) {
            String why = call.who()
                    + ' '
                    + (e instanceof PeerUnreachableException ? "" : call.host() + ": ")
                    + e.getMessage();
            traced.fail(why);
            return SliceReply.refused(call.request(), partition -> Unavailability.unreachable(partition, why));
        } finally {
            traced.end();
        }
    }
}
