package dev.nabla.io;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;
import dev.nabla.nn.Module;
import dev.nabla.optim.LRScheduler;
import dev.nabla.optim.Optimizer;
import dev.nabla.type.NablaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a training needs to go on where it was, in one file: the state of each of its parts and the number of the step.
 *
 * <pre>{@code
 * TrainingCheckpoint checkpoint = new TrainingCheckpoint()
 *     .with("model", model)
 *     .with("optimizer", optimizer)
 *     .with("scheduler", scheduler)
 *     .with("generator", Nabla.defaultGenerator());
 * for (long step = checkpoint.restore(file).orElse(0); step < 1000;) {
 *   train();
 *   checkpoint.save(file, ++step);
 * }
 * }</pre>
 *
 * <p>A training that is killed at any instant and restored ends with the same weights, to the bit, as one that ran through, provided that its
 * parts hold all that its steps depend on: the random generators it draws from, and the place in the data if it isn't drawn from them.
 *
 * <p>The file replaces the one before at once: whenever the process or the machine stops, it is the old or the new one, whole. It is a PyTorch
 * file of a dict, so {@code torch.load} reads it: the model's state dict is under {@code "model"}.
 */
public final class TrainingCheckpoint {
  private static final String VERSION_KEY = "nabla_checkpoint";
  private static final String STEP_KEY = "step";
  private static final long VERSION = 1;

  private final Map<String, Part> parts = new LinkedHashMap<>();

  /** A part of a training, with what it does to give and to take back its state. */
  private record Part(Supplier<? extends Map<String, ?>> save, Consumer<Map<String, Object>> restore) {}

  /** A checkpoint of the step alone, until parts are added. */
  public TrainingCheckpoint() {}

  /** Adds a module: its parameters and buffers. Returns this checkpoint. */
  public TrainingCheckpoint with(String name, Module module) {
    return this.<Object>with(name, () -> new LinkedHashMap<>(module.stateDict()),
        state -> module.loadStateDict(Torch.stateDict(state, "the part \"" + name + "\"")));
  }

  /** Adds an optimizer: its settings and what it remembers of each parameter. Returns this checkpoint. */
  public TrainingCheckpoint with(String name, Optimizer optimizer) {
    return with(name, optimizer::stateDict, optimizer::loadStateDict);
  }

  /** Adds a schedule of learning rates: where it stands. Returns this checkpoint. */
  public TrainingCheckpoint with(String name, LRScheduler scheduler) {
    return this.<@Nullable Object>with(name, scheduler::stateDict, scheduler::loadStateDict);
  }

  /** Adds a random generator: its place in its stream. Returns this checkpoint. */
  public TrainingCheckpoint with(String name, Generator generator) {
    return with(name, () -> Map.of("state", Nabla.fromArray(generator.state())), state -> {
      try {
        generator.restore(state.getOrDefault("state", Nabla.zeros(0)).toLongArray());
      } catch (IllegalArgumentException e) {
        throw new NablaException("the state of the generator can't be restored: " + e.getMessage(), e);
      }
    });
  }

  /**
   * Adds anything with a state, such as the place in the data. Returns this checkpoint.
   *
   * @param save gives the state, of values that {@link Torch#save} can write
   * @param restore takes it back; it gets what {@link Torch#load} makes of it
   */
  @SuppressWarnings("unchecked") // a part gets back what it gave
  public <V extends @Nullable Object> TrainingCheckpoint with(String name, Supplier<Map<String, V>> save,
      Consumer<Map<String, V>> restore) {
    if (name.equals(STEP_KEY) || name.equals(VERSION_KEY) || parts.containsKey(name)) {
      throw new NablaException("with: the name \"" + name + "\" is taken; choose another one");
    }
    parts.put(name, new Part(save, state -> restore.accept((Map<String, V>) state)));
    return this;
  }

  /** Writes the present state of all parts to {@code file}, as that after {@code step} steps. */
  public void save(Path file, long step) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(VERSION_KEY, VERSION);
    all.put(STEP_KEY, step);
    parts.forEach((name, part) -> all.put(name, part.save.get()));
    Torch.save(all, file);
  }

  /**
   * Brings all parts back to the state in {@code file}; the number of steps done then, or none if there is no such file.
   *
   * <p>Parts are restored in the order in which they were added. One that refuses its state, say a model of other shapes, throws its own error;
   * those before it have been restored then.
   *
   * @throws FormatError if the file is damaged or no checkpoint of these parts; nothing has changed then
   */
  @SuppressWarnings("unchecked") // the keys are checked
  public OptionalLong restore(Path file) {
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    Map<?, ?> all = Torch.load(file) instanceof Map<?, ?> m ? m : Map.of();
    if (!(all.get(VERSION_KEY) instanceof Long version) || !(all.get(STEP_KEY) instanceof Long step)) {
      throw new FormatError(file.toString(), 0, "expected the checkpoint of a training; it has no \"" + VERSION_KEY
          + "\" and \"" + STEP_KEY + "\", but " + all.keySet());
    }
    if (version > VERSION) {
      throw new FormatError(file.toString(), 0, "expected a checkpoint of version " + VERSION + " at most; got "
          + version + ": it was written by a newer Nabla");
    }
    Map<String, Map<String, Object>> states = new LinkedHashMap<>();
    all.forEach((key, state) -> {
      if (state instanceof Map<?, ?> m && m.keySet().stream().allMatch(k -> k instanceof String)) {
        states.put((String) key, (Map<String, Object>) m);
      }
    });
    if (!states.keySet().equals(parts.keySet())) {
      throw new FormatError(file.toString(), 0,
          "expected a checkpoint of the parts " + parts.keySet() + "; got one of " + states.keySet());
    }
    parts.forEach((name, part) -> part.restore.accept(states.get(name)));
    return OptionalLong.of(step);
  }
}
