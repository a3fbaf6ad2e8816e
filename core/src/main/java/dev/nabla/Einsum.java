package dev.nabla;

import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Sums of products in Einstein's notation, and other contractions. Operands are brought into one order of labels and multiplied pair by pair
 * from the left, each pair as one batched matrix product; a label is summed as soon as no later operand has it.
 */
final class Einsum {
  /** Labels of the axes an ellipsis stands for lie behind those of the letters a–z, A–Z. */
  private static final int LETTERS = 52;

  private final Tensor[] operands;
  private final int[][] labels;

  /** The size of each label; 0 if it was not seen, so that sizes are stored with 1 added. */
  private final int[] sizes;

  /** How often each letter stands in the inputs. */
  private final int[] occurrences = new int[LETTERS];

  /** The most axes an ellipsis stands for. */
  private int ellipsis;

  private Einsum(List<Tensor> operands) {
    this.operands = operands.toArray(new Tensor[0]);
    this.labels = new int[this.operands.length][];
    this.sizes = new int[LETTERS + 64];
  }

  static Tensor einsum(String equation, List<Tensor> operands) {
    if (operands.isEmpty()) {
      throw new ShapeException("einsum(): must provide at least one operand");
    }
    Einsum e = new Einsum(operands);
    int arrow = equation.indexOf("->");
    String inputs = arrow < 0 ? equation : equation.substring(0, arrow);
    String[] terms = inputs.split(",", -1);
    if (terms.length > operands.size()) {
      throw new ShapeException("einsum(): more operands are expected in the equation than provided: " + terms.length
          + " in '" + equation + "', got "
          + operands.size());
    }
    if (terms.length < operands.size()) {
      throw new ShapeException("einsum(): more operands were provided than specified in the equation: "
          + operands.size() + ", the equation '"
          + equation + "' has " + terms.length);
    }
    int at = 0;
    for (int i = 0; i < terms.length; i++) {
      e.parse(i, terms[i], at);
      at += terms[i].length() + 1;
    }
    e.align();
    int[] output = arrow < 0 ? e.implicitOutput() : e.explicitOutput(equation.substring(arrow + 2), arrow + 2);
    return e.contract(output);
  }

  private static int label(char c, int at) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    throw new ShapeException("einsum(): invalid subscript given at index " + at
        + " in the equation string, subscripts must be in [a-zA-Z]; got '"
        + c + "'");
  }

  private static char letter(int label) {
    return (char) (label < 26 ? 'A' + label : 'a' + label - 26);
  }

  /** Labels of one term: letters, and {@code -1} for the ellipsis. */
  private static List<Integer> read(String term, int at) {
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      if (c == ' ') {
        continue;
      }
      if (c == '.') {
        if (!term.startsWith("...", i) || out.contains(-1)) {
          throw new ShapeException("einsum(): found '.' at index " + (at + i)
              + " of the equation that is not part of any ellipsis, or a second one");
        }
        out.add(-1);
        i += 2;
      } else {
        out.add(label(c, at + i));
      }
    }
    return out;
  }

  private void parse(int i, String term, int at) {
    List<Integer> read = read(term, at);
    int rank = operands[i].dim();
    boolean dots = read.contains(-1);
    int named = read.size() - (dots ? 1 : 0);
    if (dots ? named > rank : named != rank) {
      throw new ShapeException("einsum(): the number of subscripts in the equation (" + named + ") "
          + (dots ? "is more than" : "does not match") + " the number of dimensions (" + rank + ") for operand " + i
          + (dots ? "" : " and no ellipsis was given"));
    }
    int hidden = rank - named;
    ellipsis = Math.max(ellipsis, hidden);
    int[] out = new int[rank];
    int n = 0;
    for (int l : read) {
      if (l >= 0) {
        out[n++] = l;
        occurrences[l]++;
      } else {
        for (int k = hidden; k > 0; k--) {
          out[n++] = LETTERS + k; // counted from the right: the last hidden axis is LETTERS + 1
        }
      }
    }
    labels[i] = out;
  }

  /** Takes diagonals for repeated labels, and notes sizes. */
  private void align() {
    for (int i = 0; i < operands.length; i++) {
      diagonals(i);
      for (int k = 0; k < labels[i].length; k++) {
        int size = operands[i].size(k);
        int seen = sizes[labels[i][k]] - 1;
        if (seen < 0 || seen == 1) {
          sizes[labels[i][k]] = size + 1;
        } else if (size != 1 && size != seen) {
          throw new ShapeException(
              "einsum(): subscript " + (labels[i][k] < LETTERS ? letter(labels[i][k]) : "...") + " has size " + size
                  + " for operand " + i + " which does not broadcast with previously seen size " + seen);
        }
      }
    }
  }

  private void diagonals(int i) {
    for (int k = 1; k < labels[i].length; k++) {
      for (int j = 0; j < k; j++) {
        if (labels[i][j] == labels[i][k]) {
          Tensor x = operands[i];
          if (x.size(j) != x.size(k)) {
            throw new ShapeException("einsum(): subscript " + letter(labels[i][k]) + " is repeated for operand " + i
                + " but the sizes don't match, " + x.size(k) + " != " + x.size(j));
          }
          int label = labels[i][k];
          operands[i] = x.diagonal(0, j, k);
          labels[i] = append(without(without(labels[i], k), j), label);
          k = 0;
          break;
        }
      }
    }
  }

  private static int[] without(int[] a, int k) {
    int[] out = new int[a.length - 1];
    System.arraycopy(a, 0, out, 0, k);
    System.arraycopy(a, k + 1, out, k, out.length - k);
    return out;
  }

  private static int[] append(int[] a, int label) {
    int[] out = Arrays.copyOf(a, a.length + 1);
    out[a.length] = label;
    return out;
  }

  private static int find(int[] a, int label) {
    for (int k = 0; k < a.length; k++) {
      if (a[k] == label) {
        return k;
      }
    }
    return -1;
  }

  /** The ellipsis, then all letters that occur once, in alphabetic order with capitals first. */
  private int[] implicitOutput() {
    int[] out = new int[ellipsis];
    for (int k = 0; k < ellipsis; k++) {
      out[k] = LETTERS + ellipsis - k;
    }
    for (int l = 0; l < LETTERS; l++) {
      if (occurrences[l] == 1) {
        out = append(out, l);
      }
    }
    return out;
  }

  private int[] explicitOutput(String term, int at) {
    int[] out = new int[0];
    for (int l : read(term, at)) {
      if (l < 0) {
        for (int k = ellipsis; k > 0; k--) {
          out = append(out, LETTERS + k);
        }
      } else if (find(out, l) >= 0) {
        throw new ShapeException("einsum(): output subscript " + letter(l) + " appears more than once in the output");
      } else if (occurrences[l] == 0) {
        throw new ShapeException(
            "einsum(): output subscript " + letter(l) + " does not appear in the equation for any input operand");
      } else {
        out = append(out, l);
      }
    }
    return out;
  }

  /** A tensor and the labels of its axes. */
  private record Labelled(Tensor tensor, int[] labels) {
    boolean has(int label) {
      return find(labels, label) >= 0;
    }

    int size(int label) {
      return tensor.size(find(labels, label));
    }

    /** The axes named {@code order}, which are all of them, in that order. */
    Labelled ordered(int[] order) {
      int[] axes = new int[order.length];
      boolean same = true;
      for (int k = 0; k < order.length; k++) {
        axes[k] = find(labels, order[k]);
        same &= axes[k] == k;
      }
      return same ? this : new Labelled(tensor.permute(axes), order);
    }

    /** Summed over the labels that {@code keep} does not want. */
    Labelled summed(IntPredicate keep) {
      int[] axes = new int[labels.length];
      int[] kept = new int[labels.length];
      int n = 0;
      int m = 0;
      for (int k = 0; k < labels.length; k++) {
        if (keep.test(labels[k])) {
          kept[m++] = labels[k];
        } else {
          axes[n++] = k;
        }
      }
      return n == 0 ? this : new Labelled(tensor.sum(Arrays.copyOf(axes, n)), Arrays.copyOf(kept, m));
    }

    /** Without those axes of size 1 that {@code other} has with another size: they broadcast. */
    Labelled squeezed(Labelled other) {
      Labelled x = this;
      for (int l : labels) {
        if (x.size(l) == 1 && other.has(l) && other.size(l) != 1) {
          int k = find(x.labels, l);
          x = new Labelled(x.tensor.squeeze(k), without(x.labels, k));
        }
      }
      return x;
    }

    int[] select(IntPredicate which) {
      return Arrays.stream(labels).filter(which).toArray();
    }

    int product(int[] of) {
      int n = 1;
      for (int l : of) {
        n *= size(l);
      }
      return n;
    }

    /** A view with the axes named {@code order}, of size 1 where this has none. */
    Tensor aligned(int[] order) {
      Tensor t = ordered(Arrays.stream(order).filter(this::has).toArray()).tensor;
      for (int k = 0; k < order.length; k++) {
        t = has(order[k]) ? t : t.unsqueeze(k);
      }
      return t;
    }
  }

  private Tensor contract(int[] output) {
    Labelled x = new Labelled(operands[0], labels[0]);
    for (int i = 1; i <= operands.length; i++) {
      int next = i;
      IntPredicate later = l -> find(output, l) >= 0 || usedFrom(next, l);
      x = x.summed(later);
      if (i < operands.length) {
        IntPredicate after = l -> find(output, l) >= 0 || usedFrom(next + 1, l);
        Labelled y = new Labelled(operands[i], labels[i]);
        Labelled left = x.squeezed(y);
        Labelled right = y.squeezed(x);
        x = pair(left.summed(l -> after.test(l) || right.has(l)), right.summed(l -> after.test(l) || left.has(l)),
            after);
      }
    }
    return x.aligned(output);
  }

  private boolean usedFrom(int operand, int label) {
    for (int i = operand; i < labels.length; i++) {
      if (find(labels[i], label) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** The product of two operands, summed over the labels of both that {@code keep} does not want. */
  private static Labelled pair(Labelled a, Labelled b, IntPredicate keep) {
    int[] batch = a.select(l -> b.has(l) && keep.test(l));
    int[] inner = a.select(l -> b.has(l) && !keep.test(l));
    int[] left = a.select(l -> !b.has(l));
    int[] right = b.select(l -> !a.has(l));
    int[] result = concat(concat(batch, left), right);
    if (inner.length == 0) {
      return new Labelled(a.aligned(result).mul(b.aligned(result)), result);
    }
    int lead = a.product(batch);
    int k = a.product(inner);
    Tensor p = a.ordered(concat(concat(batch, left), inner)).tensor.reshape(lead, a.product(left), k);
    Tensor q = b.ordered(concat(concat(batch, inner), right)).tensor.reshape(lead, k, b.product(right));
    int[] dims = new int[result.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = a.has(result[i]) ? a.size(result[i]) : b.size(result[i]);
    }
    Tensor product = batch.length == 0 ? p.select(0, 0).mm(q.select(0, 0)) : p.bmm(q);
    return new Labelled(product.reshape(Shape.of(dims)), result);
  }

  private static int[] concat(int[] a, int[] b) {
    int[] out = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, out, a.length, b.length);
    return out;
  }
}
