package dev.nabla.cli;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.DataException;
import dev.nabla.data.text.BytePairTokenizer;
import dev.nabla.data.text.CharTokenizer;
import dev.nabla.data.text.Tokenizer;
import dev.nabla.examples.Gpt;
import dev.nabla.io.TokenizerJson;
import dev.nabla.nn.Module;
import dev.nabla.optim.AdamW;
import dev.nabla.optim.Optimizer;
import dev.nabla.type.NablaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nabla train text}: trains a small GPT on a text and lets it write; nanoGPT's settings for one CPU are the defaults. */
@Command(name = "text", description = {"Train a small GPT on a text, for 2000 steps, and let it write.",
  "Without FILE it learns Nabla's own documentation."}, showDefaultValues = true)
final class TrainText implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Any text in UTF-8.") private @Nullable Path file;

  @Option(names = "--vocabulary", paramLabel = "N", description = "Learn N byte pairs as tokens, at least 256 (default: characters are the tokens).") private @Nullable Integer vocabulary;

  @Option(names = "--tokenizer", paramLabel = "JSON", description = "Take the byte pairs of this tokenizer.json.") private @Nullable Path tokenizerFile;

  @Option(names = "--layers", paramLabel = "N", description = "Blocks of attention and network.") private int layers = 4;

  @Option(names = "--heads", paramLabel = "N", description = "Heads of attention.") private int heads = 4;

  @Option(names = "--width", paramLabel = "N", description = "Elements for each token between the blocks.") private int width = 128;

  @Option(names = "--context", paramLabel = "N", description = "Tokens that the model looks back on.") private int context = 64;

  @Option(names = "--dropout", paramLabel = "X", description = "Share of elements dropped in training.") private double dropout;

  @Option(names = "--min-lr", paramLabel = "X", description = "The learning rate at the end.") private double minLr = 1e-4;

  @Option(names = "--warmup", paramLabel = "N", description = "Steps until the highest learning rate.") private int warmup = 100;

  @Option(names = "--eval-batches", paramLabel = "N", description = "Batches of each half of the text that an evaluation looks at.") private int evalBatches = 20;

  @Option(names = "--sample", paramLabel = "N", description = "Tokens to write after each evaluation.") private int sample = 300;

  @Option(names = "--prompt", paramLabel = "TEXT", description = "What the written text begins with (default: a line break).") private @Nullable String prompt;

  @Option(names = "--temperature", paramLabel = "X", description = "Below 1, it writes what is likely; above, what is rare.") private double temperature = 0.8;

  @Mixin private TrainingOptions options = new TrainingOptions("text", 12, 1e-3);

  @Override
  public Integer call() throws IOException {
    options.apply();
    TrainingOptions.check(dropout >= 0 && dropout < 1, "--dropout", dropout, "a share from 0 to below 1");
    TrainingOptions.check(minLr >= 0 && minLr <= options.lr(), "--min-lr", minLr, "at most --lr " + options.lr());
    TrainingOptions.check(warmup >= 0, "--warmup", warmup, "at least 0");
    TrainingOptions.check(evalBatches >= 1, "--eval-batches", evalBatches, "at least 1");
    TrainingOptions.check(sample >= 0, "--sample", sample, "at least 0");
    TrainingOptions.check(temperature > 0, "--temperature", temperature, "more than 0");
    String text = file == null ? Documentation.text() : read(file);
    Writing writing = new Writing(tokenizer(text), text);
    options.notes().printf("%s: %,d characters, %,d tokens of %,d kinds; a model of %,d parameters, %d threads%n",
        file == null ? "Nabla's documentation" : file, text.length(), writing.tokens.size(0), writing.tokenizer.size(),
        writing.net.parameters().stream().mapToLong(Tensor::numel).sum(), Nabla.getNumThreads());
    new Training(writing, options).run();
    return 0;
  }

  private static String read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new NablaException(file + ": is a folder; give the file of a text");
    }
    try {
      String text = Files.readString(file);
      if (text.isEmpty()) {
        throw new NablaException(file + ": the file is empty; give a text to learn");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw new NablaException(file + ": no such file", e);
    } catch (CharacterCodingException e) {
      throw new NablaException(file + ": not a text in UTF-8 (" + e.getMessage() + "); convert it, e.g. with iconv", e);
    }
  }

  private Tokenizer tokenizer(String text) {
    TrainingOptions.check(vocabulary == null || tokenizerFile == null, "--vocabulary", vocabulary + " and --tokenizer",
        "one of them");
    if (tokenizerFile != null) {
      return TokenizerJson.load(tokenizerFile);
    }
    if (vocabulary == null) {
      return CharTokenizer.of(text);
    }
    TrainingOptions.check(vocabulary >= 256, "--vocabulary", vocabulary, "at least 256, one for each byte");
    return BytePairTokenizer.train(text, vocabulary);
  }

  /** The next token of a text, by a GPT; its last tenth is held back for validation. */
  private final class Writing implements Task {
    private static final double HELD_BACK = 0.1;

    private final Tokenizer tokenizer;
    private final Tensor tokens;
    private final Tensor train;
    private final Tensor validation;
    private final Gpt net;
    private final AdamW optimizer;
    private final Tensor window = Nabla.arange(context);
    private final Tensor start;

    Writing(Tokenizer tokenizer, String text) {
      this.tokenizer = tokenizer;
      tokens = tokenizer.encodeTensor(text);
      int count = tokens.size(0);
      int learned = (int) (count * (1 - HELD_BACK));
      if (count - learned <= context) {
        throw new NablaException((file == null ? "the text" : file) + ": " + count + " tokens are too few: "
            + "a tenth of them is held back for validation, which must be more than --context " + context
            + "; give at least " + 10 * (context + 1) + ", or a smaller --context");
      }
      train = tokens.narrow(0, 0, learned);
      validation = tokens.narrow(0, learned, count - learned);
      start = start(tokenizer);
      net = new Gpt(new Gpt.Config(tokenizer.size(), context, layers, heads, width, dropout, false));
      List<Tensor> matrices = net.parameters().stream().filter(p -> p.dim() >= 2).toList();
      List<Tensor> scales = net.parameters().stream().filter(p -> p.dim() < 2).toList();
      optimizer = new AdamW(matrices, options.lr()).betas(0.9, 0.99).weightDecay(0.1);
      optimizer.addParamGroup(scales, Map.of("weight_decay", 0.0));
    }

    private Tensor start(Tokenizer tokenizer) {
      try {
        Tensor start = tokenizer.encodeTensor(prompt == null ? "\n" : prompt);
        TrainingOptions.check(start.size(0) > 0, "--prompt", "none", "at least one token");
        return start.reshape(1, -1);
      } catch (DataException e) {
        throw new NablaException("--prompt: " + e.getMessage(), e);
      }
    }

    @Override
    public Module model() {
      return net;
    }

    @Override
    public Optimizer optimizer() {
      return optimizer;
    }

    @Override
    public Map<String, String> settings() {
      CRC32C crc = new CRC32C();
      for (int token : tokens.toIntArray()) {
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(token).flip());
      }
      Map<String, String> out = new LinkedHashMap<>();
      out.put("a text of", tokens.size(0) + " tokens, CRC-32C %08x".formatted(crc.getValue()));
      out.put("--layers", Integer.toString(layers));
      out.put("--heads", Integer.toString(heads));
      out.put("--width", Integer.toString(width));
      out.put("--context", Integer.toString(context));
      out.put("--dropout", Double.toString(dropout));
      out.put("--batch", Integer.toString(options.batch()));
      out.put("--seed", Long.toString(options.seed()));
      out.put("--vocabulary", tokenizer instanceof CharTokenizer c ? c.characters() : tokenizer.size() + " byte pairs");
      return out;
    }

    /** Byte pairs go with the weights; characters are among their notes. */
    @Override
    public void writeTo(Path folder) {
      if (tokenizer instanceof BytePairTokenizer pairs) {
        TokenizerJson.save(pairs, folder.resolve("tokenizer.json"));
      }
    }

    @Override
    public int stepsPerEpoch() {
      return Math.max(1, Math.toIntExact(train.size(0) / ((long) options.batch() * context)));
    }

    @Override
    public int usualSteps() {
      return 2000;
    }

    @Override
    public int usualInterval() {
      return 250;
    }

    @Override
    public String unit() {
      return "tokens";
    }

    /** It rises linearly during the warm-up, then falls as half a cosine. */
    @Override
    public double learningRate(int step, int steps) {
      if (step < warmup) {
        return options.lr() * (step + 1) / (warmup + 1);
      }
      double part = (double) (step - warmup) / Math.max(1, steps - warmup);
      return minLr + 0.5 * (1 + Math.cos(Math.PI * part)) * (options.lr() - minLr);
    }

    @Override
    public double maxGradNorm() {
      return 1;
    }

    @Override
    public Batch forward(int step) {
      return new Batch(loss(train), options.batch() * context);
    }

    /** The loss of a batch of windows that begin anywhere in {@code part}. */
    private Tensor loss(Tensor part) {
      Tensor index = Nabla.randint(0, part.size(0) - context, options.batch(), 1).add(window);
      return net.loss(part.take(index), part.take(index.add(1)));
    }

    @Override
    public Evaluation evaluate(int step) {
      Nabla.manualSeed(options.seed()); // the same windows each time
      Map<String, Double> measures = new LinkedHashMap<>();
      measures.put("val_loss", meanLoss(validation));
      measures.put("train_loss", meanLoss(train));
      return new Evaluation(measures,
          sample == 0 ? "" : tokenizer.decode(net.generate(start, sample, temperature)));
    }

    private double meanLoss(Tensor part) {
      double sum = 0;
      for (int i = 0; i < evalBatches; i++) {
        sum += loss(part).item();
      }
      return sum / evalBatches;
    }

    @Override
    public boolean largerIsBetter() {
      return false;
    }
  }
}
