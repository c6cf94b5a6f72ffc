package io.tensorinit.cuda;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.testkit.FakeLibraries;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.HostWork;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.testkit.NamedSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The README's table of initializers, dtypes and backends, made of what initializers and backends
 * answer for every name that {@code list} prints. {@link FillTableTest} compares it, and prints it
 * where the README differs; {@link NamedFillsTest} fills what it promises.
 */
final class FillTable {
  /** How many names stand for the others of a row. */
  private static final int NAMES = 4;

  /** Where a device has run a fill, the machine it was run on. */
  private static final String DEVICE = "none yet";

  /** The order of the rows, from the plainest kind of fill to the dearest. */
  private enum Kind {
    CONSTANT("constant"),
    UNIFORM("uniform"),
    NORMAL("normal"),
    ONE_DTYPE("constant, uniform, normal of a dtype that the name says"),
    TRUNCATED_NORMAL("truncated normal"),
    DISTRIBUTION("other distributions"),
    COUNTS("counts"),
    DIAGONAL("identity, Dirac"),
    SPARSE("sparse"),
    COMPOSITION("compositions: scaled, masked, mixed, stacked, ..."),
    ORTHOGONAL("orthogonal, unitary"),
    TEXTBOOK_QR("orthogonal, `method: qr`"),
    HOST("given tensors, windows, filters, Java functions");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    static Kind of(NamedSample sample) {
      return dtypes(sample).size() == 1 ? ONE_DTYPE : of(sample.plan());
    }

    private static Kind of(FillPlan plan) {
      if (plan.contains(OrthogonalFill.class::isInstance)) {
        return plan.contains(FillTable::isQr) ? TEXTBOOK_QR : ORTHOGONAL;
      }
      if (HostWork.isNeeded(plan)) {
        return HOST;
      }
      if (plan instanceof MaskFill masked && masked.mask() instanceof Mask.ExactCount) {
        return SPARSE;
      }
      Map<Class<?>, Kind> primitives =
          Map.of(
              ConstantFill.class, CONSTANT,
              UniformFill.class, UNIFORM,
              NormalFill.class, NORMAL,
              TruncatedNormalFill.class, TRUNCATED_NORMAL,
              QuantileFill.class, DISTRIBUTION,
              DiscreteFill.class, COUNTS,
              DiagonalFill.class, DIAGONAL);
      return primitives.getOrDefault(plan.getClass(), COMPOSITION);
    }
  }

  /** What names of a row have in common; rows are ordered by the kind, then by the dtypes. */
  private record Row(Kind kind, String dtypes, String cpu, String cuda) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      return Comparator.comparing(Row::kind)
          .thenComparing(Row::dtypes)
          .thenComparing(Row::cpu)
          .thenComparing(Row::cuda)
          .compare(this, other);
    }
  }

  private FillTable() {}

  private static boolean isQr(FillPlan plan) {
    return plan instanceof OrthogonalFill matrix && matrix.method() == OrthogonalFill.Method.QR;
  }

  /** The table, in Markdown. */
  static String print() {
    Map<Row, Set<String>> rows = new TreeMap<>();
    PtxDriver driver = new PtxDriver(1);
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT);
        Backend cuda = new CudaBackend(driver, FakeLibraries.of(driver), 0);
        Backend bare = new CudaBackend(driver, new NoLibraries(), 0)) {
      for (NamedSample sample : NamedSample.all()) {
        Row row =
            new Row(
                Kind.of(sample),
                title(dtypes(sample)),
                lane(cpu, sample),
                lane(bare, cuda, sample));
        rows.computeIfAbsent(row, key -> new LinkedHashSet<>()).add(sample.name());
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("| Fill | Names | Dtypes | `cpu` | `cuda` | Run on a device |");
    lines.add("| --- | --- | --- | --- | --- | --- |");
    rows.forEach((row, names) -> lines.add(line(row, names)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(Row row, Set<String> names) {
    return String.join(
        " | ",
        "| " + row.kind().title,
        examples(names),
        row.dtypes(),
        row.cpu(),
        row.cuda(),
        DEVICE + " |");
  }

  /** What a driver alone does, and what libraries add to it. */
  private static String lane(Backend bare, Backend withLibraries, NamedSample sample) {
    String plain = lane(bare, sample);
    String best = lane(withLibraries, sample);
    return best.equals(plain) ? plain : best + " by cuSOLVER, else " + plain;
  }

  private static String lane(Backend backend, NamedSample sample) {
    if (backend.refusal(sample.plan(), sample.shape()).isPresent()) {
      return "refused";
    }
    boolean host = HostWork.isNeeded(sample.plan());
    return backend.name().equals("cpu") ? "yes" : host ? "through the host" : "on the device";
  }

  private static Set<DType> dtypes(NamedSample sample) {
    Set<DType> taken = EnumSet.allOf(DType.class);
    taken.removeIf(dtype -> !sample.takes(dtype));
    return taken;
  }

  private static String title(Set<DType> dtypes) {
    if (dtypes.size() == DType.values().length) {
      return "all";
    }
    return dtypes.size() == 1
        ? "that one"
        : dtypes.stream().map(DType::name).collect(Collectors.joining(" "));
  }

  /** Keras's and PyTorch's names first, the best known, then names without a prefix. */
  private static String examples(Set<String> names) {
    List<String> shown =
        names.stream()
            .sorted(Comparator.comparing(FillTable::acquaintance))
            .limit(NAMES)
            .map(name -> "`" + name + "`")
            .toList();
    int more = names.size() - shown.size();
    return String.join(", ", shown) + (more == 0 ? "" : " and " + more + " more");
  }

  private static int acquaintance(String name) {
    return name.matches("(keras|torch):.*") ? 0 : name.contains(":") ? 2 : 1;
  }
}
