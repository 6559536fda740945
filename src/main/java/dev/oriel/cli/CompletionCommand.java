package dev.oriel.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code oriel completion}: a script that teaches a shell the commands and their options. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in bash or zsh.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(oriel completion bash)                        for this shell",
            "  echo 'source <(oriel completion zsh)' >> ~/.zshrc      for every zsh to come"
        })
final class CompletionCommand implements Runnable {

    /** The shells whose completion is known; one script serves both, for it loads zsh's emulation of bash's completion. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String script = switch (shell) {
            case BASH, ZSH -> AutoComplete.bash("oriel", spec.root().commandLine());
        };
        terminal.out().print(script);
        terminal.out().flush();
    }
}
