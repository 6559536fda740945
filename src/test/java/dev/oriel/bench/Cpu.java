package dev.oriel.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Time that processes, and the whole machine, have spent on its cores. Linux only. */
final class Cpu {

    private static final double TICK_MICROS = 10_000;

    private Cpu() {}

    /** What some processes have spent so far, in microseconds. */
    static double micros(List<Long> pids) {
        return pids.stream().mapToDouble(Cpu::micros).sum();
    }

    private static double micros(long pid) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MICROS;
    }

    /** What the whole machine has spent so far, in microseconds. */
    static double machineMicros() {
        String[] fields =
                read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split("\\s+", -1);
        // user, nice, system; then idle and waiting, which are none; then interrupts.
        return Arrays.stream(new int[] {1, 2, 3, 6, 7})
                        .mapToLong(i -> Long.parseLong(fields[i]))
                        .sum()
                * TICK_MICROS;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
