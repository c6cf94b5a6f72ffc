package io.tensorinit.benchmarks.table;

import io.tensorinit.benchmarks.Primitive;
import io.tensorinit.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A part of the page, and what is run for it. */
enum Section {
  /** Fills beside PyTorch and other peers, hot. */
  FILLS {
    @Override
    List<Task> tasks(Options options, int round) {
      List<Task> tasks = new ArrayList<>();
      for (String operation : options.operations()) {
        for (String size : options.sizes()) {
          for (String threads : options.threads()) {
            cell(tasks, options, round, operation, size, threads);
          }
        }
      }
      return tasks;
    }

    /** All who do one thing, one after the other: what is compared is measured within seconds. */
    private void cell(
        List<Task> tasks,
        Options options,
        int round,
        String operation,
        String size,
        String threads) {
      Map<String, String> all =
          new TreeMap<>(Map.of("operation", operation, "size", size, "threads", threads));
      for (Setting setting : options.settings()) {
        tasks.add(new Task(this, Peer.OURS, all, setting, round));
      }
      for (Peer peer : options.peers()) {
        for (String benchmark : peer.benchmarks(operation, threads)) {
          Map<String, String> parameters = new TreeMap<>(all);
          parameters.keySet().removeAll(peer.parametersLacking());
          for (Setting setting : peer.isJava() ? plain(options) : List.of(options.forPeers())) {
            tasks.add(new Task(this, benchmark, parameters, setting, round));
          }
        }
      }
    }
  },
  /** All fills of ours, and all types of the most important ones, by one thread; two settings. */
  DTYPES {
    @Override
    List<Task> tasks(Options options, int round) {
      List<Task> tasks = new ArrayList<>();
      for (Primitive primitive : Primitive.values()) {
        for (DType dtype : DType.values()) {
          if (dtype == DType.F32 || IN_ALL_TYPES.contains(primitive)) {
            for (Setting setting : ends(options)) {
              tasks.add(new Task(this, THROUGHPUT, throughput(primitive, dtype), setting, round));
            }
          }
        }
      }
      return tasks;
    }
  },
  /** The first fill of a fresh Java machine, by all threads. */
  COLD {
    @Override
    List<Task> tasks(Options options, int round) {
      List<Task> tasks = new ArrayList<>();
      for (Primitive primitive : COLD_FILLS) {
        for (Setting setting : options.settings()) {
          tasks.add(
              new Task(this, COLD_START, cold(primitive, options.mostThreads()), setting, round));
        }
      }
      return tasks;
    }
  },
  /** Orthogonal matrices beside PyTorch and EJML. */
  ORTHOGONAL {
    @Override
    List<Task> tasks(Options options, int round) {
      List<Task> tasks = new ArrayList<>();
      for (String shape : SHAPES) {
        for (String threads : options.threads()) {
          Map<String, String> parameters = Map.of("shape", shape, "threads", threads);
          for (Setting setting : options.settings()) {
            tasks.add(new Task(this, ORTHOGONAL_PEERS + "tensorinit", parameters, setting, round));
          }
          if (options.peers().contains(Peer.TORCH)) {
            tasks.add(
                new Task(this, ORTHOGONAL_PEERS + "torch", parameters, options.forPeers(), round));
          }
        }
        if (options.peers().contains(Peer.EJML) && !shape.contains("2048")) {
          tasks.add(
              new Task(
                  this,
                  ORTHOGONAL_PEERS + "ejml",
                  Map.of("shape", shape),
                  options.forPeers(),
                  round));
        }
      }
      return tasks;
    }
  },
  /** The first fill of fresh Java machines by its total, in every lane: is the choice right? */
  COLD_TOTALS {
    @Override
    List<Task> tasks(Options options, int round) {
      return totals(options, round, FIRST_TOTAL);
    }
  },
  /** The same in warm ones. */
  TOTALS {
    @Override
    List<Task> tasks(Options options, int round) {
      return totals(options, round, TOTAL_AGAIN);
    }
  };

  /** Of each fill, total and JDK all lanes in turn, by each number of threads. */
  List<Task> totals(Options options, int round, String benchmark) {
    List<Task> tasks = new ArrayList<>();
    for (String operation : options.operations()) {
      for (String total : options.totals()) {
        for (String threads : options.threads()) {
          if (TOTALED.contains(operation)) {
            for (Setting.Jdk jdk : jdks(options)) {
              for (Setting.Lane lane : Setting.Lane.values()) {
                Map<String, String> parameters = total(operation, total, threads);
                tasks.add(new Task(this, benchmark, parameters, new Setting(lane, jdk), round));
              }
            }
          }
        }
      }
    }
    return tasks;
  }

  static final int ELEMENTS = 1_000_000;
  static final String THROUGHPUT = "FillThroughput.fill";
  static final String COLD_START = "ColdStart.firstFill";
  static final String FIRST_TOTAL = "Totals.first";
  static final String TOTAL_AGAIN = "Totals.again";
  static final List<String> TOTALED = List.of("UNIFORM", "NORMAL", "TRUNCATED_NORMAL");
  static final List<Primitive> COLD_FILLS =
      List.of(Primitive.UNIFORM, Primitive.NORMAL, Primitive.TRUNCATED_NORMAL, Primitive.SPARSE);
  static final List<Primitive> IN_ALL_TYPES =
      List.of(Primitive.UNIFORM, Primitive.NORMAL, Primitive.TRUNCATED_NORMAL);
  static final String ORTHOGONAL_PEERS = "peers.OrthogonalPeers.";
  static final List<String> SHAPES =
      List.of("256x256", "1024x1024", "2048x2048", "1024x256", "4096x1024");

  /** What is run, in the order in which it is run. */
  abstract List<Task> tasks(Options options, int round);

  /** The parameters of a benchmark of one fill and type. */
  static Map<String, String> throughput(Primitive primitive, DType dtype) {
    return Map.of(
        "primitive", primitive.name(),
        "dtype", dtype.name(),
        "size", Integer.toString(ELEMENTS),
        "threads", "1",
        "memory", "ARRAY");
  }

  /** The parameters of a first fill. */
  static Map<String, String> cold(Primitive primitive, String threads) {
    return Map.of(
        "primitive", primitive.name(),
        "dtype", DType.F32.name(),
        "size", Integer.toString(ELEMENTS),
        "threads", threads);
  }

  /** The parameters of a fill of a total. */
  static Map<String, String> total(String operation, String total, String threads) {
    return Map.of("primitive", operation, "size", total, "threads", threads);
  }

  /** The JDKs of the settings. */
  static List<Setting.Jdk> jdks(Options options) {
    return options.settings().stream().map(Setting::jdk).distinct().toList();
  }

  /** The first setting and the last. */
  private static List<Setting> ends(Options options) {
    List<Setting> all = options.settings();
    return Stream.of(all.get(0), all.get(all.size() - 1)).distinct().toList();
  }

  /** Each JDK once. */
  private static List<Setting> plain(Options options) {
    return jdks(options).stream().map(jdk -> new Setting(Setting.Lane.PLAIN, jdk)).toList();
  }
}
