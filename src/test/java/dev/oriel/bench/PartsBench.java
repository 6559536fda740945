package dev.oriel.bench;

import dev.oriel.process.BenchReport;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What a lookup is made of, part by part, measured by JMH. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class PartsBench {

    @Test
    void each_part_of_a_lookup_by_itself() throws RunnerException {
        BenchReport report = new BenchReport(
                "parts",
                "What a lookup is made of",
                "JMH's average time of one call on one thread, with half the 99.9 % confidence interval, and the bytes it"
                        + " allocates; those of making the key are among both. Tables have 1,000,000 entries of 300 bytes.",
                "./mvnw -B verify -Pbench -Dit.test=PartsBench",
                List.of("part", "ns", "±", "bytes"));
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include("dev\\.oriel\\..*Parts\\.")
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Xmx2g", "--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders")
                        .build())
                .run()) {
            Result<?> time = result.getPrimaryResult();
            Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            report.add(new BenchReport.Row(
                    time.getLabel().replace('_', ' '),
                    List.of(
                            figure(time.getScore()),
                            figure(time.getScoreError()),
                            allocated == null ? "" : figure(allocated.getScore()))));
        }
        report.write();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
