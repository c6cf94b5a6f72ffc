package io.tensorinit.cli;

import java.lang.module.ModuleDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: help and version. */
@Command(
    name = "tensorinit",
    mixinStandardHelpOptions = true,
    versionProvider = TensorInitCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Initializes the weights of neural networks: the same seed and parameter name give the same"
          + " values on any device, any number of threads, any shard layout."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 a negative answer, 2 bad input or usage, 3 the work failed.",
      "Data goes to stdout, everything else to stderr.",
      "",
      "For example:",
      "  tensorinit init gpt2-small.json -o gpt2.safetensors",
      "  tensorinit verify gpt2.safetensors gpt2-small.json"
    })
final class TensorInitCommand implements Callable<Integer> {
  private static final Map<String, Function<Console, Object>> SUBCOMMANDS = subcommands();

  @Spec private CommandSpec spec;

  private TensorInitCommand() {}

  private static Map<String, Function<Console, Object>> subcommands() {
    Map<String, Function<Console, Object>> all = new LinkedHashMap<>();
    all.put("init", InitCommand::new);
    all.put("plan", PlanCommand::new);
    all.put("inspect", InspectCommand::new);
    all.put("verify", VerifyCommand::new);
    all.put("doctor", DoctorCommand::new);
    all.put("list", ListCommand::new);
    all.put("help", console -> new HelpCommand());
    return all;
  }

  /**
   * The command with its subcommands; with one of them alone where that is the first argument,
   * since to read the options of all takes longer than most of them run.
   */
  static CommandLine commandLine(Console console, String... args) {
    CommandLine command = new CommandLine(new TensorInitCommand());
    Function<Console, Object> only = args.length == 0 ? null : SUBCOMMANDS.get(args[0]);
    if (only != null && !args[0].equals("help")) {
      command.addSubcommand(only.apply(console));
    } else {
      SUBCOMMANDS.values().forEach(maker -> command.addSubcommand(maker.apply(console)));
    }
    command.getSubcommands().values().forEach(c -> c.getCommandSpec().usageMessage().width(100));
    return command.setUsageHelpWidth(100);
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "no command: give one of init, plan, inspect, verify, doctor, list, or --help");
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
