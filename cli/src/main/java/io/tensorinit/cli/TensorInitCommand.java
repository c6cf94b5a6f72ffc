package io.tensorinit.cli;

import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** The command without a subcommand: help and version. */
final class TensorInitCommand {
  private static final List<String> SUBCOMMANDS =
      List.of("init", "plan", "inspect", "verify", "doctor", "list");

  private static final int WIDTH = 100;

  private TensorInitCommand() {}

  /**
   * The command with its subcommands; with one of them alone where that is the first argument,
   * since to describe all takes longer than some of them run.
   */
  static CommandLine commandLine(Console console, String... args) {
    CommandSpec spec = description();
    if (args.length > 0 && SUBCOMMANDS.contains(args[0])) {
      add(spec, args[0], console);
    } else {
      SUBCOMMANDS.forEach(name -> add(spec, name, console));
      spec.addSubcommand("help", new CommandLine(new HelpCommand()));
    }
    CommandLine command = new CommandLine(spec);
    command.getSubcommands().values().forEach(c -> c.getCommandSpec().usageMessage().width(WIDTH));
    return command.setUsageHelpWidth(WIDTH);
  }

  private static void add(CommandSpec spec, String name, Console console) {
    spec.addSubcommand(name, subcommand(name, console).description());
  }

  private static Subcommand subcommand(String name, Console console) {
    switch (name) {
      case "init":
        return new InitCommand(console);
      case "plan":
        return new PlanCommand(console);
      case "inspect":
        return new InspectCommand(console);
      case "verify":
        return new VerifyCommand(console);
      case "doctor":
        return new DoctorCommand(console);
      case "list":
        return new ListCommand(console);
      default:
        throw new AssertionError(name);
    }
  }

  private static CommandSpec description() {
    CommandSpec spec =
        Subcommand.description(
            "tensorinit",
            TensorInitCommand::withoutSubcommand,
            "Initializes the weights of neural networks: the same seed and parameter name give the"
                + " same values on any device, any number of threads, any shard layout.",
            List.of(),
            "",
            "Exit codes: 0 done, 1 a negative answer, 2 bad input or usage, 3 the work failed.",
            "Data goes to stdout, everything else to stderr.",
            "",
            "For example:",
            "  tensorinit init gpt2-small.json -o gpt2.safetensors",
            "  tensorinit verify gpt2.safetensors gpt2-small.json");
    spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    return spec;
  }

  private static int withoutSubcommand() {
    throw new IllegalArgumentException(
        "no command: give one of " + String.join(", ", SUBCOMMANDS) + ", or --help");
  }

  /** The version that the jar's manifest gives, on the module path the module. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tensorinit " + text()};
    }

    static String text() {
      return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .or(Version::ofModule)
          .orElse("(not packaged)");
    }

    private static Optional<String> ofModule() {
      return Optional.ofNullable(Version.class.getModule().getDescriptor())
          .flatMap(ModuleDescriptor::rawVersion);
    }
  }
}
