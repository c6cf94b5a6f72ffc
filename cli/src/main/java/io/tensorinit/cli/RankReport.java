package io.tensorinit.cli;

import io.tensorinit.checkpoint.ShardPlan;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each rank of a number of ranks writes. */
final class RankReport {
  private final Model model;
  private final ShardPlan plan;

  RankReport(Model model, int ranks) {
    this.model = model;
    this.plan = ShardPlan.byRank(model, ranks);
  }

  void print(PrintWriter out) {
    Table table = new Table(">rank", "file", ">tensors", ">bytes");
    for (int rank = 0; rank < plan.files(); rank++) {
      table.add(
          NumberText.count(rank),
          plan.fileName(rank),
          NumberText.count(plan.tensors(rank)),
          NumberText.count(plan.bytes(rank)));
    }
    table.add("", "total", "", NumberText.count(model.bytes()));
    table.print(out);
  }

  void printJson(PrintWriter out) throws IOException {
    List<Object> ranks = new ArrayList<>();
    for (int rank = 0; rank < plan.files(); rank++) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("rank", rank);
      tree.put("file", plan.fileName(rank));
      tree.put("tensors", plan.tensors(rank));
      tree.put("bytes", plan.bytes(rank));
      ranks.add(tree);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("ranks", ranks);
    report.put("total", Map.of("bytes", model.bytes()));
    JsonWriter.write(report, out);
  }
}
