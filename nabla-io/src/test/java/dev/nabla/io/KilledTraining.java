package dev.nabla.io;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.BatchNorm1d;
import dev.nabla.nn.Dropout;
import dev.nabla.nn.Linear;
import dev.nabla.nn.Sequential;
import dev.nabla.nn.Tanh;
import dev.nabla.optim.Adam;
import dev.nabla.optim.CosineAnnealingLR;
import java.nio.file.Path;

/** A training in a process of its own, to be killed: goes on from the checkpoint if there is one, and writes the weights at the end. */
final class KilledTraining {
  private KilledTraining() {}

  /** Arguments: the checkpoint, the number of steps, the file of the weights. */
  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    long steps = Long.parseLong(args[1]);
    Nabla.manualSeed(3);
    Sequential model = new Sequential(new Linear(8, 16), new BatchNorm1d(16), new Tanh(), new Dropout(0.2),
        new Linear(16, 1));
    Adam optimizer = new Adam(model.parameters(), 1e-2);
    CosineAnnealingLR scheduler = new CosineAnnealingLR(optimizer, (int) steps);
    TrainingCheckpoint checkpoint = new TrainingCheckpoint().with("model", model)
        .with("optimizer", optimizer).with("scheduler", scheduler)
        .with("generator", Nabla.defaultGenerator());
    for (long step = checkpoint.restore(file).orElse(0); step < steps;) {
      Tensor x = Nabla.randn(32, 8);
      Tensor loss = F.mseLoss(model.forward(x), x.sum(1).sin().unsqueeze(1));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      scheduler.step();
      checkpoint.save(file, ++step);
      System.out.println(step);
    }
    Torch.save(model.stateDict(), Path.of(args[2]));
  }
}
