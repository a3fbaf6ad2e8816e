package dev.nabla;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Contractions against the sum that the notation stands for. */
class EinsumTest {
  private final SplittableRandom random = new SplittableRandom(11);

  private Tensor uniform(int[] dims) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    return Nabla.fromArray(random.doubles(n, -1, 1).toArray(), dims);
  }

  /** The sum over all labels, written out. */
  private static double[] definition(String equation, Tensor[] operands) {
    String[] sides = equation.split("->", -1);
    String[] terms = sides[0].split(",");
    Map<Character, Integer> sizes = new HashMap<>();
    for (int i = 0; i < terms.length; i++) {
      for (int k = 0; k < terms[i].length(); k++) {
        sizes.put(terms[i].charAt(k), operands[i].size(k));
      }
    }
    List<Character> labels = new ArrayList<>(sizes.keySet());
    int cells = 1;
    for (char c : sides[1].toCharArray()) {
      cells *= sizes.get(c);
    }
    double[] out = new double[cells];
    long all = labels.stream().mapToLong(sizes::get).reduce(1, (a, b) -> a * b);
    for (long step = 0; step < all; step++) {
      Map<Character, Integer> at = new HashMap<>();
      long rest = step;
      for (char c : labels) {
        at.put(c, (int) (rest % sizes.get(c)));
        rest /= sizes.get(c);
      }
      double product = 1;
      for (int i = 0; i < terms.length; i++) {
        product *= operands[i].toDoubleArray()[position(terms[i], at, sizes)];
      }
      out[position(sides[1], at, sizes)] += product;
    }
    return out;
  }

  private static int position(String term, Map<Character, Integer> at, Map<Character, Integer> sizes) {
    int p = 0;
    for (char c : term.toCharArray()) {
      p = p * sizes.get(c) + at.get(c);
    }
    return p;
  }

  private void check(String equation, int[]... shapes) {
    Tensor[] operands = new Tensor[shapes.length];
    for (int i = 0; i < shapes.length; i++) {
      operands[i] = uniform(shapes[i]);
    }
    assertArrayEquals(definition(equation, operands), Nabla.einsum(equation, operands).toDoubleArray(), 1e-12,
        equation);
  }

  private static int[] of(int... dims) {
    return dims;
  }

  @Test
  void equalsTheSumItStandsFor() {
    check("ij,jk->ik", of(3, 4), of(4, 2));
    check("bij,bjk->bki", of(2, 3, 4), of(2, 4, 5));
    check("iij->j", of(3, 3, 2));
    check("ij,ij->", of(3, 4), of(3, 4));
    check("i,j,k->kji", of(2), of(3), of(4));
    check("abc,cd,ade->be", of(2, 3, 4), of(4, 2), of(2, 2, 3));
    check("ijk,k,ji->i", of(2, 3, 4), of(4), of(3, 2));
    check("aibjc,jdi->bdac", of(2, 3, 2, 2, 2), of(2, 4, 3));
  }

  @Test
  void anEllipsisBroadcasts() {
    Tensor a = uniform(of(2, 1, 3, 4));
    Tensor b = uniform(of(5, 4, 2));
    assertArrayEquals(a.matmul(b).toDoubleArray(), Nabla.einsum("...ij,...jk->...ik", a, b).toDoubleArray(), 1e-12);
    assertEquals("[2, 5, 3, 2]", Nabla.einsum("...ij,...jk", a, b).shape().toString());
  }
}
