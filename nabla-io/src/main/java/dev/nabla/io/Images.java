package dev.nabla.io;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.DataException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Image files: PNG, JPEG, BMP, GIF, TIFF, whatever the JDK's ImageIO reads. */
public final class Images {
  /** More pixels than this are not decoded: a few bytes can claim any number. */
  private static final long MOST_PIXELS = 178_956_970;

  private Images() {}

  /**
   * The image in {@code file} as uint8 [3, H, W]: red, green, blue. Grey images have three equal channels; transparency and a camera's note on
   * orientation are passed over, as by torchvision.
   *
   * @throws DataException if the file is missing, damaged, or no image
   */
  public static Tensor read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": no such file");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(file + ": not an image of a known kind (PNG, JPEG, BMP, GIF, TIFF)");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new DataException(
              file + ": claims to have " + reader.getWidth(0) + " x " + reader.getHeight(0) + " pixels; at most "
                  + MOST_PIXELS + " are decoded");
        }
        return tensor(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException
        | NegativeArraySizeException | NullPointerException e) {
      // ImageIO's readers throw all of these over damaged files.
      throw new DataException(
          file + ": cannot be decoded: " + e.getMessage() + "; the file is damaged or of an unusual kind", e);
    }
  }

  private static Tensor tensor(BufferedImage image) {
    int h = image.getHeight();
    int w = image.getWidth();
    byte[] planes = new byte[3 * h * w];
    // Grey levels are taken as they are: getRGB would take them to be linear and brighten them.
    boolean grey = image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    for (int y = 0; y < h; y++) {
      int[] row = grey ? grey(image.getRaster(), y, w) : image.getRGB(0, y, w, 1, null, 0, w);
      for (int x = 0; x < w; x++) {
        planes[y * w + x] = (byte) (row[x] >> 16);
        planes[(h + y) * w + x] = (byte) (row[x] >> 8);
        planes[(2 * h + y) * w + x] = (byte) row[x];
      }
    }
    return Nabla.fromBytes(planes, 3, h, w);
  }

  private static int[] grey(Raster raster, int y, int w) {
    int[] row = raster.getSamples(raster.getMinX(), raster.getMinY() + y, w, 1, 0, (int[]) null);
    int shift = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    for (int x = 0; x < w; x++) {
      row[x] = (row[x] >> shift) * 0x010101;
    }
    return row;
  }
}
