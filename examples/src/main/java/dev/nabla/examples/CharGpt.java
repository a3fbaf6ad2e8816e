package dev.nabla.examples;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.optim.AdamW;
import java.util.stream.Collectors;

/** A GPT that learns the texts of the tutorial by heart, character by character, and then writes on its own. */
public final class CharGpt {
  private CharGpt() {}

  /** Trains for 300 steps, or for as many as the first argument says. */
  public static void main(String[] args) {
    int steps = args.length > 0 ? Integer.parseInt(args[0]) : 300;
    String text = Lesson.ALL.stream().map(lesson -> lesson.text("en")).collect(Collectors.joining("\n"));
    int[] characters = text.codePoints().sorted().distinct().toArray();
    long[] tokens = text.codePoints().mapToLong(c -> java.util.Arrays.binarySearch(characters, c)).toArray();
    Tensor data = Nabla.fromArray(tokens, tokens.length);

    Nabla.manualSeed(0);
    int context = 32;
    Gpt gpt = new Gpt(new Gpt.Config(characters.length, context, 2, 4, 64, 0, false));
    AdamW optimizer = new AdamW(gpt.parameters(), 3e-3);
    Tensor window = Nabla.arange(context);
    for (int step = 0; step < steps; step++) {
      Tensor index = Nabla.randint(0, tokens.length - context, 16, 1).add(window);
      Tensor loss = gpt.loss(data.take(index), data.take(index.add(1)));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      if (step % 50 == 0 || step == steps - 1) {
        System.out.printf(java.util.Locale.ROOT, "step %d: loss %.3f%n", step + 1, loss.item());
      }
    }
    Tensor written = gpt.generate(data.narrow(0, 0, 1).reshape(1, 1), 200, 0.8);
    for (long token : written.toLongArray()) {
      System.out.print(Character.toString(characters[(int) token]));
    }
    System.out.println();
  }
}
