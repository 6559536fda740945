package dev.oriel.faults;

import dev.oriel.process.TcpProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Lets faults happen. For one thread. */
final class FaultScript {

    /** The number of the instance that most befalls. */
    static final int VICTIM = 2;

    private static final int ADDED = Cluster.SIZE;
    private static final int OVERLOAD = 5;

    /** The broker takes nothing that is more than an hour ahead of its clock. */
    private static final Duration AHEAD = Duration.ofHours(1).minusSeconds(10);

    private static final int BULK_RECORDS = 30_000;
    private static final int BULK_BYTES = 1_000;

    private final Cluster cluster;
    private final Clients clients;
    private final Load load;
    private final Writes writes;
    private final Duration time;

    /**
     * Over a cluster and those who use it.
     *
     * @param time how long what lasts is to last
     */
    FaultScript(Cluster cluster, Clients clients, Load load, Writes writes, Duration time) {
        this.cluster = cluster;
        this.clients = clients;
        this.load = load;
        this.writes = writes;
        this.time = time;
    }

    /** Lets it happen, and returns when its cause is gone. */
    void happen(Fault fault) {
        Member victim = cluster.member(VICTIM);
        switch (fault) {
            case NONE, DISK -> pause(time);
            case SIGKILL -> {
                victim.kill();
                pause(time);
                victim.start();
            }
            case SIGSTOP -> {
                victim.pause();
                pause(time);
                victim.goOn();
            }
            case BROKER -> {
                cluster.stopBroker();
                pause(time);
                cluster.startBroker();
            }
            case PEERS_DROP, LINK_DROP -> cut(TcpProxy.Mode.DROP);
            case PEERS_RESET, LINK_RESET -> cut(TcpProxy.Mode.RESET);
            case FUTURE -> {
                for (int key = 0; key < Reads.HOT_KEYS; key++) {
                    writes.write(key, Instant.now().plus(AHEAD));
                }
            }
            case POISON -> writes.writeAsIs(Ledger.name(0), "{no JSON");
            case ROLLING -> cluster.regulars().forEach(this::restart);
            case SCALE -> scale(cluster.member(ADDED));
            case OVERLOAD -> {
                load.factor(OVERLOAD);
                pause(time.multipliedBy(2));
                load.factor(1);
            }
        }
    }

    /** Has the servers compile what an overload needs, before there is one that counts. */
    void heatUp(Duration howLong) {
        for (int factor = 2; factor <= OVERLOAD; factor++) {
            load.factor(factor);
            pause(howLong.dividedBy(OVERLOAD - 1));
        }
        load.factor(1);
    }

    /** The same of a fault that needs a disk, which the victim has been started with. */
    void fill(FullDisk disk) {
        disk.fill();
        writes.writeBulk(BULK_RECORDS, BULK_BYTES);
        happen(Fault.DISK);
        disk.clear();
    }

    private void cut(TcpProxy.Mode mode) {
        cluster.network().set(mode);
        pause(time);
        cluster.network().set(TcpProxy.Mode.PASS);
    }

    private void restart(Member member) {
        member.terminate();
        member.start();
        cluster.awaitReady(member);
    }

    private void scale(Member member) {
        member.start();
        cluster.awaitReady(member);
        clients.add(member);
        pause(time);
        member.terminate();
        clients.remove(member);
    }

    /** Lets time pass: a part of the schedule, not a wait for something. */
    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
