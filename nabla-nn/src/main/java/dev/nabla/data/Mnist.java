package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Images of handwritten digits in MNIST's files, as float32 images [N, 1, H, W] normalised with MNIST's mean and deviation, and int64 labels.
 *
 * @param train what to learn from
 * @param test what to measure by
 */
public record Mnist(Examples train, Examples test) {
  /** Mean and deviation of MNIST's training images, pixels from 0 to 1. */
  private static final double MEAN = 0.1307;

  private static final double DEVIATION = 0.3081;
  private static final int CLASSES = 10;

  /**
   * Reads {@code train-*} and {@code t10k-*} files, gzipped or not. Where only one of the sets is there, its first four fifths are for training
   * and the rest for testing.
   *
   * @throws DataException if the folder or a file is missing or damaged
   */
  public static Mnist load(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + ": no such folder");
    }
    boolean hasTrain = exists(folder, "train");
    boolean hasTest = exists(folder, "t10k");
    if (!hasTrain && !hasTest) {
      throw new DataException(
          folder + ": holds no MNIST files (train-images-idx3-ubyte or t10k-images-idx3-ubyte, with or without .gz)");
    }
    if (hasTrain && hasTest) {
      return new Mnist(read(folder, "train"), read(folder, "t10k"));
    }
    return split(read(folder, hasTrain ? "train" : "t10k"));
  }

  /** The first four fifths of {@code all} for training, the rest for testing. */
  static Mnist split(Examples all) {
    int cut = (int) (all.size() * 4L / 5);
    return new Mnist(all.slice(0, cut), all.slice(cut, all.size()));
  }

  private static boolean exists(Path folder, String set) {
    return Files.exists(path(folder, set + "-images-idx3-ubyte"))
        || Files.exists(path(folder, set + "-labels-idx1-ubyte"));
  }

  private static Path path(Path folder, String name) {
    Path plain = folder.resolve(name);
    return Files.exists(plain) ? plain : folder.resolve(name + ".gz");
  }

  private static Examples read(Path folder, String set) {
    Path imageFile = path(folder, set + "-images-idx3-ubyte");
    Path labelFile = path(folder, set + "-labels-idx1-ubyte");
    Tensor images = Idx.read(imageFile, 3);
    Tensor labels = Idx.read(labelFile, 1).to(Nabla.INT64);
    if (images.size(0) != labels.size(0)) {
      throw new DataException(labelFile + ": " + labels.size(0) + " labels for the " + images.size(0) + " images of "
          + imageFile.getFileName());
    }
    if (images.size(0) == 0) {
      throw new DataException(imageFile + ": holds no images");
    }
    if (labels.amax().itemLong() >= CLASSES) {
      throw new DataException(labelFile + ": label " + labels.amax().itemLong() + " found; digits are 0 to 9");
    }
    return normalized(images, labels);
  }

  /** The images [N, H, W] of pixels 0 to 255 as a normalised data set. */
  static Examples normalized(Tensor images, Tensor labels) {
    Tensor x = images.to(Nabla.FLOAT32).unsqueeze(1);
    return new Examples(x.div_(255).sub_(MEAN).div_(DEVIATION), labels);
  }

  /** Digits that the program draws itself: see {@link StrokeDigits}. */
  public static Mnist drawn(int train, int test, long seed) {
    StrokeDigits digits = new StrokeDigits(seed);
    return new Mnist(digits.draw(train), digits.draw(test));
  }
}
