package dev.nabla.data;

import dev.nabla.Nabla;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws digits from stroke outlines, each with a random affine distortion, stroke width, brightness and noise: a data set that needs no files and
 * no fonts. The same seed draws the same digits.
 */
public final class StrokeDigits {
  private static final int SIZE = 28;
  private static final int ARC_STEPS = 16;

  /** A straight stroke in the unit square, y downwards. */
  private record Segment(double x0, double y0, double x1, double y1) {
    /** The distance of a point from this segment. */
    double distance(double x, double y) {
      double dx = x1 - x0;
      double dy = y1 - y0;
      double length2 = dx * dx + dy * dy;
      double t = length2 == 0 ? 0 : Math.clamp(((x - x0) * dx + (y - y0) * dy) / length2, 0, 1);
      return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
    }
  }

  private static final List<List<Segment>> OUTLINES = List.of(
      arc(.5, .5, .26, .38, 0, 360),
      line(.34, .28, .52, .12, .52, .88),
      join(arc(.5, .32, .24, .2, -170, 30), line(.708, .42, .26, .86, .76, .86)),
      join(arc(.46, .31, .22, .19, -150, 90), arc(.46, .69, .25, .19, -90, 150)),
      join(line(.58, .12, .22, .62, .8, .62), line(.62, .36, .62, .9)),
      join(line(.72, .13, .34, .13, .31, .46), arc(.48, .63, .24, .23, -135, 140)),
      join(arc(.72, .56, .46, .44, -180, -100), arc(.5, .66, .23, .22, 0, 360), line(.26, .56, .27, .66)),
      line(.24, .14, .76, .14, .42, .88),
      join(arc(.5, .3, .19, .18, 0, 360), arc(.5, .68, .24, .2, 0, 360)),
      join(arc(.5, .34, .22, .21, 0, 360), line(.72, .34, .7, .55, .58, .88)));

  private static List<Segment> line(double... points) {
    List<Segment> out = new ArrayList<>();
    for (int i = 2; i < points.length; i += 2) {
      out.add(new Segment(points[i - 2], points[i - 1], points[i], points[i + 1]));
    }
    return out;
  }

  /** An arc of an ellipse, clockwise between angles in degrees from the right. */
  private static List<Segment> arc(double cx, double cy, double rx, double ry, double from, double to) {
    double[] points = new double[2 * (ARC_STEPS + 1)];
    for (int i = 0; i <= ARC_STEPS; i++) {
      double angle = Math.toRadians(from + (to - from) * i / ARC_STEPS);
      points[2 * i] = cx + rx * Math.cos(angle);
      points[2 * i + 1] = cy + ry * Math.sin(angle);
    }
    return line(points);
  }

  @SafeVarargs
  private static List<Segment> join(List<Segment>... parts) {
    List<Segment> out = new ArrayList<>();
    for (List<Segment> p : parts) {
      out.addAll(p);
    }
    return out;
  }

  private final SplittableRandom random;

  /** A pen whose digits {@code seed} determines. */
  public StrokeDigits(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The next {@code n} digits, all ten classes in turn: float32 images [n, 1, 28, 28], normalised as MNIST's, and int64 labels. */
  public Examples draw(int n) {
    byte[] pixels = new byte[n * SIZE * SIZE];
    long[] labels = new long[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % OUTLINES.size();
      draw(OUTLINES.get((int) labels[i]), pixels, i * SIZE * SIZE);
    }
    return Mnist.normalized(Nabla.fromBytes(pixels, n, SIZE, SIZE), Nabla.fromArray(labels, n));
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private void draw(List<Segment> outline, byte[] pixels, int at) {
    double angle = Math.toRadians(between(-14, 14));
    double shear = between(-.28, .28);
    double sx = between(.62, .92);
    double sy = between(.68, .95);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double tx = .5 + between(-.07, .07);
    double ty = .5 + between(-.07, .07);
    List<Segment> strokes = new ArrayList<>();
    for (Segment s : outline) {
      double[] p = new double[4];
      double[] q = {s.x0 + between(-.012, .012), s.y0, s.x1, s.y1 + between(-.012, .012)};
      for (int k = 0; k < 4; k += 2) {
        double y = (q[k + 1] - .5) * sy;
        double x = (q[k] - .5) * sx + shear * y;
        p[k] = tx + cos * x - sin * y;
        p[k + 1] = ty + sin * x + cos * y;
      }
      strokes.add(new Segment(p[0], p[1], p[2], p[3]));
    }
    double half = between(.032, .06);
    double ink = between(.75, 1);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int row = i / SIZE;
      double x = (i - row * SIZE + .5) / SIZE;
      double y = (row + .5) / SIZE;
      double nearest = 1;
      for (Segment s : strokes) {
        nearest = Math.min(nearest, s.distance(x, y));
      }
      // Full ink inside the stroke, falling to none over one pixel; a little noise everywhere.
      double v = ink * Math.clamp((half - nearest) * SIZE + .5, 0, 1) + between(-.06, .06);
      pixels[at + i] = (byte) Math.round(255 * Math.clamp(v, 0, 1));
    }
  }
}
