package io.tensorinit.cli;

import java.util.Collection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command with a name, whose exit code is what it returns. */
interface Subcommand extends Callable<Integer> {
  /**
   * Its description, whose settings take what is given.
   *
   * @param name its name
   */
  CommandSpec description(String name);

  /**
   * The description of a command.
   *
   * @param name its name
   * @param command runs it
   * @param description what it does
   * @param settings its options and arguments; {@code --help} and {@code --version} join them
   * @param footer paragraphs at the end of its help
   */
  static CommandSpec description(
      String name,
      Callable<Integer> command,
      String description,
      Collection<Setting<?>> settings,
      String... footer) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.versionProvider(new TensorInitCommand.Version());
    spec.usageMessage().description(description).footer(footer);
    settings.forEach(setting -> spec.add(setting.spec()));
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help message and exit.")
            .build());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print version information and exit.")
            .build());
    return spec;
  }
}
