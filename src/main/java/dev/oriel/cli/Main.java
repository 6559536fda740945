package dev.oriel.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code oriel} command: the place where its subcommands are listed. */
@Command(
        name = "oriel",
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "The query side of CQRS for Apache Kafka: declare views over topics, start as many instances as you like, "
                        + "and read every key over HTTP from any of them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  oriel demo                     see it run, with a broker and data of its own",
            "  oriel serve -c oriel.yaml      run an instance",
            "  oriel views                    the views of the server at http://localhost:8080",
            "  oriel get orders 1001          one value, byte for byte as it is stored",
            "  oriel scan orders --prefix o-  entries in the order of their keys",
            "  oriel get --help               what a command takes",
            "",
            "Environment:",
            "  ORIEL_SERVER                   the server that commands ask which read from one",
            "  ORIEL_LOG_LEVEL                of Oriel's log: error, warn, info (the default), debug, trace",
            "  ORIEL_LOG_FORMAT               text (the default) or json, a line for each event",
            "  ORIEL_REQUEST_LOG              requests in the log: info (slow ones, the default), debug (all), off",
            "  ORIEL_JAVA_HOME                the JDK to run on; without it, one is looked for",
            "  ORIEL_JAVA_OPTS, JAVA_OPTS     more options for the JVM"
        })
public final class Main {

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace behind an error.")
    private boolean verbose;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... args) {
        System.exit(run(Terminal.ofProcess(), args));
    }

    /**
     * Runs one command on the calling thread.
     *
     * @return its exit code
     */
    public static int run(Terminal terminal, String... args) {
        CommandLine commandLine = commandLine(terminal);
        if (args.length == 0) {
            commandLine.usage(terminal.err());
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(args);
    }

    private static CommandLine commandLine(Terminal terminal) {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main)
                .addSubcommand(new ServeCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new KafkaCommand(terminal))
                .addSubcommand(new AotCacheCommand(terminal))
                .addSubcommand(new GetCommand(terminal))
                .addSubcommand(new LookupCommand(terminal))
                .addSubcommand(new ScanCommand(terminal))
                .addSubcommand(new IndexCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new ViewsCommand(terminal))
                .addSubcommand(new ClusterCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new VersionCommand(terminal))
                .addSubcommand(new HelpCommand());
        commandLine.getSubcommands().values().forEach(Main::addHelpOption);
        FailureReport failures = new FailureReport(terminal, () -> main.verbose);
        return commandLine
                .setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private static void addHelpOption(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption("-h") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help and exit.")
                    .build());
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }
}
