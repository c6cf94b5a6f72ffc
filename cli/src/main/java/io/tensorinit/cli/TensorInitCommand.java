package io.tensorinit.cli;

import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** The command without a subcommand: help and version. */
final class TensorInitCommand {
  private static final int WIDTH = 100;

  private TensorInitCommand() {}

  /**
   * The command with its subcommands; with one of them alone where that is the first argument,
   * since to describe all takes longer than some of them run.
   */
  static CommandLine commandLine(Console console, String... args) {
    CommandSpec spec = description();
    Name first = args.length > 0 ? Name.of(args[0]) : null;
    if (first != null) {
      first.addTo(spec, console);
    } else {
      for (Name name : Name.ALL) {
        name.addTo(spec, console);
      }
      spec.addSubcommand("help", new CommandLine(new HelpCommand()));
    }
    CommandLine command = new CommandLine(spec);
    command.getSubcommands().values().forEach(c -> c.getCommandSpec().usageMessage().width(WIDTH));
    return command.setUsageHelpWidth(WIDTH);
  }

  /** The subcommands, in the order of the help. */
  private enum Name {
    INIT {
      @Override
      Subcommand make(Console console) {
        return new InitCommand(console);
      }
    },
    PLAN {
      @Override
      Subcommand make(Console console) {
        return new PlanCommand(console);
      }
    },
    INSPECT {
      @Override
      Subcommand make(Console console) {
        return new InspectCommand(console);
      }
    },
    VERIFY {
      @Override
      Subcommand make(Console console) {
        return new VerifyCommand(console);
      }
    },
    DOCTOR {
      @Override
      Subcommand make(Console console) {
        return new DoctorCommand(console);
      }
    },
    LIST {
      @Override
      Subcommand make(Console console) {
        return new ListCommand(console);
      }
    };

    private static final Name[] ALL = values();

    static @Nullable Name of(String text) {
      for (Name name : ALL) {
        if (name.text().equals(text)) {
          return name;
        }
      }
      return null;
    }

    /** As it is written. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    void addTo(CommandSpec spec, Console console) {
      spec.addSubcommand(text(), make(console).description(text()));
    }

    abstract Subcommand make(Console console);
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
    StringJoiner names = new StringJoiner(", ");
    for (Name name : Name.ALL) {
      names.add(name.text());
    }
    throw new IllegalArgumentException("no command: give one of " + names + ", or --help");
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
