package dev.oriel.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Oriel's version as the jar's manifest has it, with the JVM it runs on. */
final class ManifestVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "oriel " + current(),
            "Java %s, %s".formatted(System.getProperty("java.version"), System.getProperty("java.vendor"))
        };
    }

    /** The version alone; {@code development} when the classes do not come from the jar. */
    static String current() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
