package dev.nabla.optim;

import dev.nabla.Tensor;

/**
 * Finds how far to go along a direction so that the loss falls enough and the slope flattens enough: the strong Wolfe conditions, by bracketing and
 * cubic interpolation (Nocedal and Wright, algorithms 3.5 and 3.6).
 */
final class StrongWolfe {
  private static final double DECREASE = 1e-4;
  private static final double FLATNESS = 0.9;
  private static final double LEAST_CHANGE = 1e-9;
  private static final int MOST = 25;

  /** Loss, gradient and slope after going {@code t}. */
  private record Point(double t, double loss, Tensor gradient, double slope) {}

  private final FlatLoss f;
  private final Tensor direction;
  private final double reach;
  private int trials;

  StrongWolfe(FlatLoss f, Tensor direction) {
    this.f = f;
    this.direction = direction;
    reach = direction.abs().max().item();
  }

  /** How far to go, starting with {@code t}, where the slope is {@code slope} now; loss and gradient there are {@link FlatLoss}'s then. */
  double search(double slope, double t) {
    Point start = new Point(0, f.loss(), f.gradient(), slope);
    Point best = zoom(start, bracket(start, t));
    f.recall(best.loss, best.gradient);
    return best.t;
  }

  private Point at(double t) {
    f.probe(direction, t);
    return new Point(t, f.loss(), f.gradient(), f.gradient().dot(direction).item());
  }

  private static boolean isTooHigh(Point p, Point start) {
    return p.loss > start.loss + DECREASE * p.t * start.slope;
  }

  private static boolean isFlat(Point p, Point start) {
    return Math.abs(p.slope) <= -FLATNESS * start.slope;
  }

  /** Two points that such a point lies between, or that point alone. */
  private Point[] bracket(Point start, double t) {
    Point previous = start;
    Point now = at(t);
    for (trials = 0; trials < MOST; trials++) {
      if (isTooHigh(now, start) || trials > 1 && now.loss >= previous.loss) {
        return new Point[] {previous, now};
      }
      if (isFlat(now, start)) {
        return new Point[] {now};
      }
      if (now.slope >= 0) {
        return new Point[] {previous, now};
      }
      double next = lowest(previous, now, now.t + 0.01 * (now.t - previous.t), now.t * 10);
      previous = now;
      now = at(next);
    }
    return new Point[] {start, now};
  }

  /** Narrows the bracket until its lower end fulfils the conditions. */
  private Point zoom(Point start, Point[] ends) {
    boolean stalls = false;
    int low = ends[0].loss <= ends[ends.length - 1].loss ? 0 : 1;
    while (ends.length == 2 && trials < MOST && Math.abs(ends[1].t - ends[0].t) * reach >= LEAST_CHANGE) {
      double least = Math.min(ends[0].t, ends[1].t);
      double most = Math.max(ends[0].t, ends[1].t);
      double t = lowest(ends[0], ends[1], least, most);
      double margin = 0.1 * (most - least);
      if (Math.min(most - t, t - least) >= margin) {
        stalls = false;
      } else if (stalls || t >= most || t <= least) {
        t = Math.abs(t - most) < Math.abs(t - least) ? most - margin : least + margin;
        stalls = false;
      } else {
        stalls = true;
      }
      Point now = at(t);
      trials++;
      if (isTooHigh(now, start) || now.loss >= ends[low].loss) {
        ends[1 - low] = now;
        low = ends[0].loss <= ends[1].loss ? 0 : 1;
        continue;
      }
      if (isFlat(now, start)) {
        return now;
      }
      if (now.slope * (ends[1 - low].t - ends[low].t) >= 0) {
        ends[1 - low] = ends[low];
      }
      ends[low] = now;
    }
    return ends[low];
  }

  /** Where the cubic through both points with their slopes is lowest, within bounds; the middle where it has no such place. */
  private static double lowest(Point a, Point b, double least, double most) {
    double d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.t - b.t);
    double square = d1 * d1 - a.slope * b.slope;
    if (!(square >= 0)) {
      return (least + most) / 2;
    }
    double d2 = Math.sqrt(square);
    Point left = a.t <= b.t ? a : b;
    Point right = a.t <= b.t ? b : a;
    double t = right.t - (right.t - left.t) * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2));
    return Math.min(Math.max(t, least), most);
  }
}
