package dev.nabla.data.image;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.DataException;
import dev.nabla.data.Transform;
import dev.nabla.kernel.Generator;
import dev.nabla.type.DType;

/**
 * Transforms of images [C, H, W], uint8 from 0 to 255 or floats, also of batches [N, C, H, W]. Sizes, offsets and random draws are torchvision's: for the
 * same generator the same crops and flips.
 */
public final class ImageTransforms {
  private static final double[] SCALE = {0.08, 1};
  private static final double[] RATIO = {3. / 4, 4. / 3};
  private static final int TRIES = 10;

  private ImageTransforms() {}

  /** A rectangle of pixels. */
  private record Box(int top, int left, int height, int width) {
    Tensor of(Tensor x) {
      return x.narrow(-2, top, height).narrow(-1, left, width);
    }
  }

  private static int height(Tensor x) {
    return x.size(-2);
  }

  private static int width(Tensor x) {
    return x.size(-1);
  }

  private static Transform<Tensor, Tensor> of(String name, Transform<Tensor, Tensor> transform) {
    return (x, random) -> {
      if (x.dim() != 3 && x.dim() != 4) {
        throw new DataException(name + ": an image [C, H, W] or a batch of them is needed; got " + x.type());
      }
      return transform.apply(x, random);
    };
  }

  /** The image scaled so that its shorter side has {@code size} pixels: {@link #resize(int, int)}. */
  public static Transform<Tensor, Tensor> resize(int size) {
    positive("resize", size, size);
    return of("resize", (x, _) -> {
      int h = height(x);
      int w = width(x);
      return h <= w ? resized(x, size, (int) ((long) size * w / h)) : resized(x, (int) ((long) size * h / w), size);
    });
  }

  /**
   * The image scaled to {@code height} and {@code width}, bilinear and antialiased: each pixel is a mean over all that it covers, so that fine patterns
   * do not become coarse ones. Bytes are rounded, which may differ by 1 from torchvision's, who calculates in whole numbers.
   */
  public static Transform<Tensor, Tensor> resize(int height, int width) {
    positive("resize", height, width);
    return of("resize", (x, _) -> resized(x, height, width));
  }

  private static void positive(String name, int height, int width) {
    if (height < 1 || width < 1) {
      throw new DataException(name + ": a size of at least 1 is needed; got " + height + " x " + width);
    }
  }

  private static Tensor resized(Tensor x, int height, int width) {
    if (height(x) == height && width(x) == width) {
      return x;
    }
    Tensor batch = x.dim() == 3 ? x.unsqueeze(0) : x;
    Tensor wide = x.dtype().isFloating() ? batch : batch.to(Nabla.FLOAT32);
    Tensor y = F.interpolate(wide, new int[] {height, width}, null, "bilinear", false, null, true);
    y = x.dtype().isFloating() ? y : y.round().to(x.dtype());
    return x.dim() == 3 ? y.squeeze(0) : y;
  }

  /** The square of {@code size} pixels in the middle: {@link #centerCrop(int, int)}. */
  public static Transform<Tensor, Tensor> centerCrop(int size) {
    return centerCrop(size, size);
  }

  /** The middle of the image; a smaller image gets a border of zeros first. */
  public static Transform<Tensor, Tensor> centerCrop(int height, int width) {
    positive("centerCrop", height, width);
    return of("centerCrop", (x, _) -> {
      int missingRows = Math.max(0, height - height(x));
      int missingColumns = Math.max(0, width - width(x));
      Tensor y = padded(x, missingColumns / 2, (missingColumns + 1) / 2, missingRows / 2, (missingRows + 1) / 2);
      // Halves go to the even number, as in Python.
      int top = (int) Math.rint((height(y) - height) / 2.0);
      int left = (int) Math.rint((width(y) - width) / 2.0);
      return new Box(top, left, height, width).of(y);
    });
  }

  private static Tensor padded(Tensor x, int left, int right, int top, int bottom) {
    return left + right + top + bottom == 0 ? x : F.pad(x, left, right, top, bottom);
  }

  /** A square of {@code size} pixels anywhere in the image, after a border of {@code padding} zeros on all sides. */
  public static Transform<Tensor, Tensor> randomCrop(int size, int padding) {
    return randomCrop(size, size, padding);
  }

  /**
   * A part of the image, all places equally likely, after a border of {@code padding} zeros on all sides.
   *
   * @throws DataException when applied to an image that is smaller, border included
   */
  public static Transform<Tensor, Tensor> randomCrop(int height, int width, int padding) {
    positive("randomCrop", height, width);
    return of("randomCrop", (x, random) -> {
      Tensor y = padded(x, padding, padding, padding, padding);
      if (height(y) < height || width(y) < width) {
        throw new DataException("randomCrop: the image must be at least as large as the crop; got " + height(y) + " x "
            + width(y) + " for " + height + " x " + width + "; resize it first, or give more padding");
      }
      if (height(y) == height && width(y) == width) {
        return y; // torchvision draws nothing here
      }
      return at(random, y, height, width).of(y);
    });
  }

  private static Box at(Generator random, Tensor x, int height, int width) {
    int top = (int) Nabla.randint(random, 0, height(x) - height + 1L, 1).itemLong();
    int left = (int) Nabla.randint(random, 0, width(x) - width + 1L, 1).itemLong();
    return new Box(top, left, height, width);
  }

  /**
   * A part of 8 % to 100 % of the image's area with sides in a ratio of 3:4 to 4:3, scaled to {@code size} pixels on both sides: the usual way to show a
   * network more images than there are.
   */
  public static Transform<Tensor, Tensor> randomResizedCrop(int size) {
    positive("randomResizedCrop", size, size);
    return of("randomResizedCrop", (x, random) -> resized(randomBox(random, x).of(x), size, size));
  }

  private static Box randomBox(Generator random, Tensor x) {
    int h = height(x);
    int w = width(x);
    for (int i = 0; i < TRIES; i++) {
      double area = (double) h * w * uniform(random, SCALE[0], SCALE[1]);
      // In float32, as torchvision calculates the logarithms.
      double ratio = (float) Math
          .exp(uniform(random, (float) Math.log((float) RATIO[0]), (float) Math.log((float) RATIO[1])));
      int width = (int) Math.rint(Math.sqrt(area * ratio));
      int height = (int) Math.rint(Math.sqrt(area / ratio));
      if (0 < width && width <= w && 0 < height && height <= h) {
        return at(random, x, height, width);
      }
    }
    // Nothing has fitted: the middle, as far as the ratio allows.
    double ratio = (double) w / h;
    int height = ratio < RATIO[0] ? (int) Math.rint(w / RATIO[0]) : h;
    int width = ratio > RATIO[1] ? (int) Math.rint(h * RATIO[1]) : w;
    return new Box((h - height) / 2, (w - width) / 2, height, width);
  }

  private static double uniform(Generator random, double low, double high) {
    return Nabla.zeros(1).uniform_(low, high, random).item();
  }

  /** The mirror image, left for right, with probability {@code p}. */
  public static Transform<Tensor, Tensor> randomHorizontalFlip(double p) {
    return of("randomHorizontalFlip", (x, random) -> uniform(random, 0, 1) < p ? x.flip(-1) : x);
  }

  /** The mirror image, top for bottom, with probability {@code p}. */
  public static Transform<Tensor, Tensor> randomVerticalFlip(double p) {
    return of("randomVerticalFlip", (x, random) -> uniform(random, 0, 1) < p ? x.flip(-2) : x);
  }

  /** Bytes from 0 to 255 as float32 from 0 to 1; floats stay as they are. The counterpart of {@code ToTensor}. */
  public static Transform<Tensor, Tensor> toFloat() {
    return (x, _) -> x.dtype() == DType.UINT8 ? x.to(Nabla.FLOAT32).div_(255) : x;
  }

  /** (x - mean) / std, with a mean and a standard deviation for each channel. */
  public static Transform<Tensor, Tensor> normalize(double[] mean, double[] std) {
    if (mean.length != std.length) {
      throw new DataException(
          "normalize: as many means as deviations are needed; got " + mean.length + " and " + std.length);
    }
    Tensor m = Nabla.tensor(mean).to(Nabla.FLOAT32).view(-1, 1, 1);
    Tensor s = Nabla.tensor(std).to(Nabla.FLOAT32).view(-1, 1, 1);
    return of("normalize", (x, _) -> {
      if (!x.dtype().isFloating()) {
        throw new DataException("normalize: floats are needed; got " + x.type() + "; apply toFloat first");
      }
      if (mean.length != 1 && mean.length != x.size(-3)) {
        throw new DataException(
            "normalize: " + mean.length + " means for the " + x.size(-3) + " channels of " + x.type());
      }
      return x.sub(m).div(s);
    });
  }
}
