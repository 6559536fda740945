package dev.oriel.cli;

import dev.oriel.config.OrielConfig;
import dev.oriel.config.ViewConfig;
import dev.oriel.view.SourceCheck;
import dev.oriel.view.ViewExplanation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oriel check}: says what is wrong with a configuration, or what it will do. */
@Command(
        name = "check",
        description = "Check a configuration: say what is wrong with it and where, or explain each view's topology.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:the broker lacks something, or does not answer (--connect)",
            "2:the configuration has mistakes"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  oriel check --config oriel.yaml", "  oriel check --config oriel.yaml --connect"})
final class CheckCommand implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final ConfigFile config = new ConfigFile();

    @Option(names = "--connect", description = "Also ask the broker for topics, partitions and permissions.")
    private boolean connect;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        OrielConfig read = config.read(terminal);
        read.views().forEach(view -> terminal.out().println(ViewExplanation.of(read, view) + "\n"));
        if (connect) {
            askBroker(read);
        }
        terminal.out().println(config.path() + " is good.");
    }

    private void askBroker(OrielConfig read) {
        int bad = 0;
        for (Asked asked : askForEach(read)) {
            for (SourceCheck.Finding finding : asked.answer().join()) {
                String verdict = finding.good() ? "ok    " : "WRONG ";
                terminal.out().println(verdict + asked.view().name() + ": " + finding.text());
                bad += finding.good() ? 0 : 1;
            }
        }
        if (bad > 0) {
            throw new CliException(ExitCode.SOFTWARE, "the broker lacks something, or does not answer; see above");
        }
    }

    /** What is being asked for a view. */
    private record Asked(ViewConfig view, CompletableFuture<List<SourceCheck.Finding>> answer) {}

    /** All at once: a broker that does not answer takes seconds to be given up. */
    private static List<Asked> askForEach(OrielConfig read) {
        return read.views().stream()
                .map(view -> new Asked(
                        view, CompletableFuture.supplyAsync(() -> find(read, view), Thread::startVirtualThread)))
                .toList();
    }

    private static List<SourceCheck.Finding> find(OrielConfig read, ViewConfig view) {
        try {
            return SourceCheck.of(read, view);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.SOFTWARE, "interrupted", e);
        }
    }
}
