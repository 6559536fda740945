package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a process of this machine spends, and what one that is a JVM holds, on Linux. */
public final class ProcessCost {

    private static final double TICKS_A_SECOND = 100;

    private final long pid;

    /** Of the process with this number. */
    public ProcessCost(long pid) {
        this.pid = pid;
    }

    /** Live bytes on the heap, after a full collection. */
    public long heap() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        jcmd.waitFor();
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(histogram));
        return Long.parseLong(total.strip().split("\\s+", -1)[2]);
    }

    /** Resident bytes. */
    public long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[1]) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** The share of one core that it takes, over some time. */
    double cpu(Duration time) throws IOException {
        long began = System.nanoTime();
        double before = seconds();
        LockSupport.parkNanos(time.toNanos());
        return (seconds() - before) / ((System.nanoTime() - began) / 1e9);
    }

    /** Processor time that it has taken so far, in seconds. */
    public double seconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }
}
