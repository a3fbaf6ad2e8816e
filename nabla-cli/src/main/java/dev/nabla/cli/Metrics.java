package dev.nabla.cli;

import dev.nabla.type.NablaException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a training measures, one JSON object a line: the loss of every step, and a summary of every epoch. */
final class Metrics {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private final List<double[]> losses = new ArrayList<>();
  private final StringBuilder pending = new StringBuilder();

  Metrics(Path file) {
    this.file = file;
  }

  /** The steps and their losses, as pairs. */
  List<double[]> losses() {
    return losses;
  }

  void step(int epoch, int step, double loss) {
    losses.add(new double[] {step, loss});
    line(g -> {
      g.writeNumberProperty("epoch", epoch);
      g.writeNumberProperty("step", step);
      g.writeNumberProperty("loss", loss);
    });
  }

  void epoch(int epoch, double trainLoss, double testLoss, double accuracy, double imagesPerSecond, double seconds) {
    line(g -> {
      g.writeNumberProperty("epoch", epoch);
      g.writeNumberProperty("train_loss", trainLoss);
      g.writeNumberProperty("test_loss", testLoss);
      g.writeNumberProperty("test_accuracy", accuracy);
      g.writeNumberProperty("images_per_second", imagesPerSecond);
      g.writeNumberProperty("seconds", seconds);
    });
    append();
  }

  private void line(Consumer<JsonGenerator> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      g.writeStartObject();
      fields.accept(g);
      g.writeEndObject();
    }
    pending.append(text).append('\n');
  }

  private void append() {
    try {
      Files.writeString(file, pending, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      pending.setLength(0);
    } catch (IOException e) {
      throw new NablaException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** Reads the file of an earlier start and drops what came after {@code epoch}, which will be measured again. */
  void keepUntil(int epoch) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        keep(line, epoch);
      }
      Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
      Files.writeString(temporary, pending);
      Files.move(temporary, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      pending.setLength(0);
    } catch (IOException e) {
      throw new NablaException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void keep(String line, int last) {
    int epoch = Integer.MAX_VALUE;
    double step = -1;
    double loss = Double.NaN;
    try (JsonParser p = JSON.createParser(ObjectReadContext.empty(), line)) {
      while (p.nextToken() != null) {
        if (p.currentToken() == JsonToken.PROPERTY_NAME) {
          String name = p.currentName();
          p.nextToken();
          switch (name) {
            case "epoch" -> epoch = p.getIntValue();
            case "step" -> step = p.getDoubleValue();
            case "loss" -> loss = p.currentToken() == JsonToken.VALUE_STRING ? Double.NaN : p.getDoubleValue();
            default -> p.skipChildren();
          }
        }
      }
    } catch (JacksonException e) {
      return; // a line cut off by a crash; its epoch was not finished
    }
    if (epoch <= last) {
      pending.append(line).append('\n');
      if (step >= 0) {
        losses.add(new double[] {step, loss});
      }
    }
  }
}
