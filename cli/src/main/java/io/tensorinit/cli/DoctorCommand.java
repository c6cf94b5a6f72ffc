package io.tensorinit.cli;

import io.tensorinit.backend.Backends;
import io.tensorinit.backend.Component;
import io.tensorinit.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tensorinit doctor}. */
final class DoctorCommand implements Subcommand {
  private static final long MEGABYTE = 1_000_000;

  private final Console console;

  private final Setting<Boolean> json = Setting.flag("Print JSON.", "--json");

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec description(String name) {
    return Subcommand.description(
        name,
        this,
        "Says which devices and libraries were found, why a backend can be used or not, and tries"
            + " the one that would serve. Exit code 1 if none can serve or its self-test fails.",
        List.of(json));
  }

  @Override
  public Integer call() throws IOException {
    Diagnosis diagnosis = Diagnosis.of(Backends.installed());
    if (json.isSet()) {
      JsonWriter.write(diagnosis.toTree(), console.out());
    } else {
      machine().print(console.out());
      console.out().println();
      backends(diagnosis).print(console.out());
      console.out().println();
      for (Diagnosis.Finding finding : diagnosis.findings()) {
        printComponents(finding);
      }
      console.out().println("serving:   " + diagnosis.backend().orElse("none"));
      console.out().println("self-test: " + diagnosis.selfTest());
    }
    if (diagnosis.isWell()) {
      return ExitCode.DONE;
    }
    console.err().println("tensorinit: " + diagnosis.selfTest());
    return ExitCode.NO;
  }

  /** What a report of a fault should say about the machine. */
  private static Table machine() {
    Runtime runtime = Runtime.getRuntime();
    Table table = new Table("TensorInit", TensorInitCommand.Version.text());
    table.add("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    table.add("vendor", System.getProperty("java.vendor"));
    table.add("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    table.add("processors", runtime.availableProcessors() + " " + System.getProperty("os.arch"));
    table.add("memory", NumberText.count(runtime.maxMemory() / MEGABYTE) + " MB for Java");
    return table;
  }

  private static Table backends(Diagnosis diagnosis) {
    Table table = new Table("backend", "available", "device, or why not");
    for (Diagnosis.Finding finding : diagnosis.findings()) {
      table.add(
          finding.name(),
          finding.isAvailable() ? "yes" : "no",
          finding.device().or(finding::reason).orElseThrow());
    }
    return table;
  }

  /** What a backend uses, unless the one thing to say of it is why it cannot be used. */
  private void printComponents(Diagnosis.Finding finding) {
    Optional<String> reason = finding.reason();
    if (finding.components().stream().allMatch(c -> reason.equals(Optional.of(c.detail())))) {
      return;
    }
    Table table = new Table(finding.name() + " uses", "found", "what, or what to do");
    for (Component component : finding.components()) {
      table.add(component.name(), component.found() ? "yes" : "no", component.detail());
    }
    table.print(console.out());
    console.out().println();
  }
}
