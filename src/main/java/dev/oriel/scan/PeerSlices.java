package dev.oriel.scan;

import dev.oriel.read.Unavailability;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerUnreachableException;
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
        try {
            byte[] reply = peers.ask(
                    call.host(), SlicePath.of(view.name()), SliceFrames.encode(call.request()), call.atMost());
            return SliceFrames.reply(reply);
        } catch (PeerUnreachableException | IOException e) {
            String why = call.who()
                    + ' '
                    + (e instanceof PeerUnreachableException ? "" : call.host() + ": ")
                    + e.getMessage();
            return SliceReply.refused(call.request(), partition -> Unavailability.unreachable(partition, why));
        }
    }
}
