package dev.nabla.kernel.vector;

/**
 * The tiles of {@link Winograd}, 4x4 positions of the destination each, cut into units whose transformed values stay in
 * the cache: some columns of some rows of tiles, or several whole images. The cut follows from the sizes alone.
 */
final class WinogradGrid {
  private final int batch;
  private final int images;
  private final int down;
  private final int rows;
  private final int across;
  private final int cols;

  /** The number of units. */
  final int units;

  /** Tiles of a unit, at most. */
  final int tiles;

  /** The tiles of {@code batch} images of this size, at most about {@code most} to a unit. */
  WinogradGrid(int batch, int height, int width, int most) {
    this.batch = batch;
    down = Math.ceilDiv(height, 4);
    across = Math.ceilDiv(width, 4);
    cols = even(across, most);
    rows = even(down, most / cols);
    images = rows == down && cols == across ? even(batch, most / (rows * cols)) : 1;
    tiles = images * rows * cols;
    units = Math.ceilDiv(batch, images) * Math.ceilDiv(down, rows) * Math.ceilDiv(across, cols);
  }

  /** The size of pieces, at most {@code most}, if n is cut as evenly as can be. */
  private static int even(int n, int most) {
    return Math.ceilDiv(n, Math.ceilDiv(n, Math.clamp(most, 1, n)));
  }

  /** Some rows and columns of tiles of some images, each from the first and how many. */
  record Unit(int image, int images, int row, int rows, int col, int cols) {}

  /** Unit number {@code i}. */
  Unit unit(int i) {
    int wide = Math.ceilDiv(across, cols);
    int high = Math.ceilDiv(down, rows);
    int col = i % wide * cols;
    int row = i / wide % high * rows;
    int image = i / wide / high * images;
    return new Unit(image, Math.min(images, batch - image), row, Math.min(rows, down - row), col,
        Math.min(cols, across - col));
  }
}
