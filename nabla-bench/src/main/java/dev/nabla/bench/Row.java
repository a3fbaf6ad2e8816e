package dev.nabla.bench;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was measured for one workload: ours and each peer's. */
record Row(Workload workload, Measured ours, List<Measured> peers) {
  /** The fastest peer that computes op by op; a compiler is listed, but not what the target speaks of. Null if there is none. */
  @Nullable
  Measured peer() {
    return peers.stream().filter(p -> !p.who().equals("torch.compile"))
        .min(Comparator.comparingDouble(Measured::medianMs)).orElse(null);
  }

  /** Our median over the peer's. */
  double ratio() {
    Measured peer = peer();
    return peer == null ? Double.NaN : ours.medianMs() / peer.medianMs();
  }

  /** Work done each second at our best, in billions; 0 if it is not counted. */
  double rate() {
    return workload.work() / ours.minMs() / 1e6;
  }
}
