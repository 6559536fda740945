package dev.oriel.read;

import dev.oriel.api.Role;
import dev.oriel.view.SourceTopic;
import dev.oriel.wait.Ending;
import dev.oriel.wait.Parked;
import dev.oriel.wait.WaitRegistry.Permit;
import dev.oriel.wait.Waiter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A read on its way to an answer: parked at a replica of this instance until its conditions hold, waiting at the owner of its key, or
 * looking for the replica that can answer, wherever that is, on a virtual thread of its own. It changes from one to the other as its
 * partition moves, and ends once.
 *
 * <pre>
 *    ┌──────► AtOwner ─────┐
 *    │           │         ▼
 *   NEW ──► AtReplica ◄─► Searching
 *    │           │         │
 *    └───────────┴► OVER ◄─┘
 * </pre>
 */
final class PendingRead implements Pending, Waiter<Sighting> {

    private static final Duration TO_THE_END = Duration.ofDays(1);
    private static final long FIRST_PAUSE_NANOS = 50_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    private sealed interface Stage {
        record New() implements Stage {}

        record AtReplica(Parked parked) implements Stage {}

        record AtOwner(OwnerWait ownerWait) implements Stage {}

        record Searching(Thread thread) implements Stage {}

        record Over() implements Stage {}
    }

    private static final Stage NEW = new Stage.New();
    private static final Stage OVER = new Stage.Over();

    private final KeyReader reader;
    private final KeyRead read;
    private final Reply reply;
    private final AtomicReference<Stage> stage = new AtomicReference<>(NEW);
    private volatile Optional<Permit> permit = Optional.empty();
    private volatile Optional<PlacedRead> placed = Optional.empty();
    private volatile boolean standbyToo;

    PendingRead(KeyReader reader, KeyRead read, Reply reply) {
        this.reader = reader;
        this.read = read;
        this.reply = reply;
        this.standbyToo = read.standbys().ownerPassedOver();
    }

    @Override
    public void begin() {
        permit = reader.admit(read);
        if (permit.isEmpty()) {
            finish(reader.overloaded(read));
            return;
        }
        try {
            proceed();
        } catch (RuntimeException e) {
            fail(e);
        }
        if (stage.get() instanceof Stage.Over) {
            // Cancelled before there was a permit to give back.
            giveBack();
        }
    }

    /** Waits where the read can be answered as things are, here or at the owner; otherwise looks for where it can. */
    private void proceed() {
        if (!read.waits() || !(place() instanceof PlacedRead at)) {
            search();
        } else if (reader.look(at, standbyToo).isPresent()) {
            park(at);
        } else {
            waitAtOwner(at);
        }
    }

    private void waitAtOwner(PlacedRead at) {
        Stage before = stage.get();
        Optional<OwnerWait> wait =
                read.origin() == KeyRead.Origin.CLIENT ? reader.waitAtOwner(at, this::toldByOwner) : Optional.empty();
        if (wait.isEmpty()) {
            search();
            return;
        }
        // It is over when it was cancelled, and then nobody is to be asked.
        boolean begun = before instanceof Stage.Over
                || !stage.compareAndSet(before, new Stage.AtOwner(wait.get()))
                || wait.get().begin();
        if (!begun) {
            search();
        }
    }

    private void toldByOwner(Optional<Outcome> told) {
        told.ifPresentOrElse(this::finish, this::search);
    }

    /** Places the read as things are now, and remembers by what, for the next time. */
    private Placing place() {
        Optional<SourceTopic> before = placed.map(at -> at.made().source());
        Placing placing = reader.place(read, before);
        if (placing instanceof PlacedRead at) {
            placed = Optional.of(at);
        }
        return placing;
    }

    private void park(PlacedRead at) {
        Stage before = stage.get();
        if (before instanceof Stage.Over) {
            return;
        }
        boolean forAWhile = standbyToo && read.origin() == KeyRead.Origin.CLIENT;
        Parked parked = reader.park(at, forAWhile ? ReplicaReader.WAIT_AT_STANDBY : TO_THE_END, this);
        if (!stage.compareAndSet(before, new Stage.AtReplica(parked))) {
            // It has gone on or is over; if by being cancelled, then nobody else knew that it is parked.
            parked.cancel();
        }
    }

    @Override
    public boolean satisfiedBy(Sighting seen) {
        PlacedRead at = placed.orElseThrow();
        return !isToBeJudged(at, seen) || KeyReader.isConclusive(reader.judge(at, seen));
    }

    private boolean isToBeJudged(PlacedRead at, Sighting seen) {
        return at.isOfSameSource(seen) && (standbyToo || seen.role() != Role.STANDBY);
    }

    @Override
    public void ended(Ending<Sighting> ending) {
        switch (ending) {
            case Ending.Satisfied<Sighting> satisfied -> settle(satisfied.seen());
            case Ending.Expired<Sighting> expired -> settle(expired.seen());
            case Ending.Moved<Sighting> moved -> search();
            case Ending.Stopped<Sighting> stopped -> finish(Unavailability.stopping());
            case Ending.Failed<Sighting> failed -> fail(failed.cause());
        }
    }

    private void settle(Sighting seen) {
        PlacedRead at = placed.orElseThrow();
        if (!isToBeJudged(at, seen)) {
            search();
            return;
        }
        Outcome outcome = reader.judge(at, seen);
        // It waited at a standby for a while only, which may be the owner by now.
        boolean hasTimeLeft = read.origin() == KeyRead.Origin.CLIENT && read.waits();
        if (hasTimeLeft && !KeyReader.isConclusive(outcome)) {
            search();
        } else {
            finish(outcome);
        }
    }

    private void search() {
        Thread thread = Thread.ofVirtual().unstarted(this::runSearch);
        Stage searching = new Stage.Searching(thread);
        if (!(stage.getAndUpdate(now -> now instanceof Stage.Over ? now : searching) instanceof Stage.Over)) {
            thread.start();
        }
    }

    private void runSearch() {
        try {
            Optional<Outcome> outcome = find();
            outcome.ifPresent(this::finish);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** The outcome, from wherever it can be had; nothing if the read was parked here. */
    private Optional<Outcome> find() throws InterruptedException {
        long pause = FIRST_PAUSE_NANOS;
        // Whoever has waited for the end of a rebalance is one of many, and takes his turn.
        for (long patience = 0; true; patience = Math.max(0, read.end().nanosLeft())) {
            long seen = reader.epoch();
            Optional<Outcome> tried = attempt(patience);
            if (tried.isEmpty() || !Unavailability.passes(tried.get()) || isLastTry()) {
                return tried;
            }
            if (reader.isStopping()) {
                return Optional.of(Unavailability.stopping());
            }
            reader.awaitAfter(seen, Math.min(pause, Math.max(1, read.end().nanosLeft())));
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    private boolean isLastTry() {
        return read.origin() != KeyRead.Origin.CLIENT || read.end().passed();
    }

    private Optional<Outcome> attempt(long patience) throws InterruptedException {
        return switch (place()) {
            case Placing.Nowhere nowhere -> Optional.of(nowhere.outcome());
            case PlacedRead here -> attempt(here, patience);
        };
    }

    private Optional<Outcome> attempt(PlacedRead at, long patience) throws InterruptedException {
        standbyToo = read.standbys().ownerPassedOver();
        Optional<Sighting> seen = reader.look(at, standbyToo);
        Outcome outcome = seen.isPresent() ? judge(at, seen.get(), patience) : reader.askOrRefuse(at, patience);
        boolean goesOnHere =
                read.waits() && (seen.isPresent() ? !KeyReader.isConclusive(outcome) : isTakenUpBy(outcome, at));
        if (!goesOnHere) {
            return Optional.of(outcome);
        }
        park(at);
        return Optional.empty();
    }

    /** What is here comes first, unless it is behind and another replica is not. */
    private Outcome judge(PlacedRead at, Sighting seen, long patience) throws InterruptedException {
        Outcome here = reader.judge(at, seen);
        if (!Unavailability.is(here) || read.origin() != KeyRead.Origin.CLIENT) {
            return here;
        }
        Outcome there = reader.askOrRefuse(at, patience);
        return Unavailability.is(there) ? here : there;
    }

    /** Whether a standby of this instance takes the wait up, since the owner cannot. */
    private boolean isTakenUpBy(Outcome others, PlacedRead at) {
        standbyToo = read.origin() == KeyRead.Origin.CLIENT
                && Unavailability.is(others)
                && at.mayUseStandbys()
                && reader.look(at, true).isPresent();
        return standbyToo;
    }

    private void finish(Outcome outcome) {
        if (!(stage.getAndSet(OVER) instanceof Stage.Over)) {
            giveBack();
            reply.outcome(outcome);
        }
    }

    private void fail(RuntimeException cause) {
        if (!(stage.getAndSet(OVER) instanceof Stage.Over)) {
            giveBack();
            reply.failure(cause);
        }
    }

    private void giveBack() {
        permit.ifPresent(Permit::close);
    }

    @Override
    public boolean cancel() {
        Stage before = stage.getAndSet(OVER);
        switch (before) {
            case Stage.New unbegun -> {}
            case Stage.AtReplica at -> at.parked().cancel();
            case Stage.AtOwner at -> at.ownerWait().cancel();
            case Stage.Searching searching -> searching.thread().interrupt();
            case Stage.Over over -> {
                return false;
            }
        }
        giveBack();
        return true;
    }
}
