package dev.oriel.wait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer whose clock the test advances, on whose thread what is due is run. */
final class ManualTimer implements DeadlineTimer {

    private record Due(long at, Runnable run) {}

    private final List<Due> pending = new ArrayList<>();
    private long now;
    private Runnable afterSetting = () -> {};

    @Override
    public Task in(long nanos, Runnable task) {
        Due due = new Due(nanos() + Math.max(0, nanos), task);
        add(due);
        afterSetting.run();
        return () -> cancel(due);
    }

    private synchronized void add(Due due) {
        pending.add(due);
    }

    private synchronized void cancel(Due due) {
        pending.remove(due);
    }

    /** Something that happens from now on when a deadline has been set and its setter does not know yet. */
    void afterSetting(Runnable action) {
        afterSetting = action;
    }

    /** Lets time pass, and runs what falls due in the order of its time. */
    void advance(Duration time) {
        long until = nanos() + time.toNanos();
        for (List<Due> due = takeDue(until); !due.isEmpty(); due = takeDue(until)) {
            due.forEach(each -> each.run().run());
        }
        to(until);
    }

    private synchronized List<Due> takeDue(long until) {
        List<Due> due = pending.stream()
                .filter(each -> each.at() <= until)
                .sorted(Comparator.comparingLong(Due::at))
                .toList();
        pending.removeAll(due);
        return due;
    }

    private synchronized void to(long nanos) {
        now = nanos;
    }

    /** Nanoseconds since it was made. */
    synchronized long nanos() {
        return now;
    }

    /** How many deadlines lie ahead. */
    synchronized int pending() {
        return pending.size();
    }
}
