package dev.nabla.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The figures as JSON. */
final class Report {
  private Report() {}

  static void write(Path file, Machine machine, List<Row> rows, List<Contestant> contestants) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("machine", machine.processor());
    report.put("jvm", machine.jvm());
    report.put("threads", machine.threads());
    report.put("peak_gflops", machine.gflops());
    report.put("copy_gb_per_s", machine.bytesPerSecond() / 1e9);
    Map<String, Double> memory = new LinkedHashMap<>();
    contestants.forEach(c -> memory.put(c.name(), c.peakMegabytes()));
    report.put("peak_mb", memory);
    List<Map<String, Object>> workloads = new ArrayList<>();
    rows.forEach(row -> workloads.add(workload(row)));
    report.put("workloads", workloads);
    JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file, report);
  }

  private static Map<String, Object> workload(Row row) {
    Map<String, Object> w = new LinkedHashMap<>();
    w.put("name", row.workload().name());
    w.put("ours_ms", row.ours().medianMs());
    w.put("ours_min_ms", row.ours().minMs());
    Measured peer = row.peer();
    if (peer != null) {
      w.put("peer", peer.who());
      w.put("peer_ms", peer.medianMs());
      w.put("peer_min_ms", peer.minMs());
      w.put("ratio", row.ratio());
    }
    w.put("target", row.workload().target());
    if (row.workload().unit() != Workload.Unit.NONE) {
      w.put(row.workload().unit() == Workload.Unit.FLOP ? "gflops" : "gb_per_s", row.rate());
    }
    w.put("allocated_bytes", row.ours().allocated());
    Map<String, Map<String, Double>> peers = new LinkedHashMap<>();
    row.peers().forEach(p -> peers.put(p.who(), Map.of("median_ms", p.medianMs(), "min_ms", p.minMs())));
    w.put("peers", peers);
    return w;
  }
}
