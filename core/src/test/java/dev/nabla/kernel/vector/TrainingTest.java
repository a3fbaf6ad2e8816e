package dev.nabla.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static final int N = 1 << 14;

  private final Random random = new Random(5);

  @BeforeEach
  void vectorsAreThere() {
    assumeTrue(Simd.AVAILABLE);
  }

  @Test
  void lessonsStayWithinTheirArrays() {
    List<Runnable> lessons = List.of(WinogradLanes::trainSource, WinogradLanes::trainResult,
        WinogradLanes::trainTarget, WinogradLanes::trainWeight, WinogradLanes::trainTaps, SimdLoops::trainSums,
        SimdLoops::trainExtremes, SimdLoops::trainRowSums, SimdLoops::trainRowExtremes, FloatPoolLanes::train,
        FloatSimdTiles::trainStrips, FloatSimdTiles::trainMoves, FloatSimdTiles::trainRows, FloatSimdTiles::trainPanels,
        DoubleSimdTiles::trainStrips, DoubleSimdTiles::trainMoves, DoubleSimdTiles::trainRows,
        DoubleSimdTiles::trainPanels);
    for (Runnable lesson : lessons) {
      assertThatCode(lesson::run).doesNotThrowAnyException();
    }
  }

  @Test
  void aLessonThatThrowsLeavesTheOthersTheirTurn() throws InterruptedException {
    List<Throwable> seen = new CopyOnWriteArrayList<>();
    Training broken = new Training(() -> {
      Thread.currentThread().setUncaughtExceptionHandler((_, e) -> seen.add(e));
      throw new IllegalStateException("broken");
    }, true);
    Training sound = new Training(() -> {}, true);
    broken.await();
    sound.await();
    assertThat(broken.isReady()).isFalse();
    assertThat(sound.isReady()).isTrue();
    assertThat(seen).singleElement().hasToString("java.lang.IllegalStateException: broken");
  }

  @Test
  void plainTransformsOfWinogradGiveTheSameBits() {
    int lanes = WinogradLanes.LANES;
    float[] work = new float[36 * lanes];
    int[] index = random.ints(2 * lanes, 0, 100).toArray();
    int[] taps = random.ints(9, 0, 100).toArray();
    for (int special = 0; special < 3; special++) {
      float[] in = values(special);
      same((out, plain) -> {
        if (plain) {
          WinogradTransforms.plainSource(in, 3, 20 * lanes, 3, 2 * lanes, work, out, 5, 2 * lanes, 7 * lanes);
        } else {
          WinogradLanes.source(in, 3, 20 * lanes, 3, 2 * lanes, work, out, 5, 2 * lanes, 7 * lanes);
        }
      });
      same((out, plain) -> out[N - 1] = plain
          ? WinogradTransforms.plainResult(in, 3, lanes, 4 * lanes, 3, in, 9, work, out, 5, 12 * lanes) * 0
          : WinogradLanes.result(in, 3, lanes, 4 * lanes, 3, in, 9, work, out, 5, 12 * lanes) * 0);
      same((out, plain) -> {
        if (plain) {
          WinogradTransforms.plainTarget(in, 3, 24 * lanes, 3, 2 * lanes, work, out, 5, 2 * lanes, 7 * lanes);
        } else {
          WinogradLanes.target(in, 3, 24 * lanes, 3, 2 * lanes, work, out, 5, 2 * lanes, 7 * lanes);
        }
      });
      same((out, plain) -> {
        if (plain) {
          WinogradTransforms.plainWeight(in, 3, index, taps, work, out, 5, 3 * lanes);
        } else {
          WinogradLanes.weight(in, 3, index, taps, work, out, 5, 3 * lanes);
        }
      });
      same((out, plain) -> {
        if (plain) {
          WinogradTransforms.plainTaps(in, 3, 2 * lanes, work, out, 5);
        } else {
          WinogradLanes.taps(in, 3, 2 * lanes, work, out, 5);
        }
      });
    }
  }

  @Test
  void plainTilesGiveTheSameBits() throws InterruptedException {
    Gemm.FLOAT.awaitTraining();
    Tiles<float[]> vectors = Gemm.FLOAT;
    Tiles<float[]> loops = new FloatTiles(vectors.rows, vectors.cols, true);
    int[] rowAt = random.ints(16, 0, 1000).toArray();
    int[] shifts = random.ints(64, 0, 1000).toArray();
    int[] runs = {0, 7, 5, 100, vectors.cols - 3, 40};
    for (int k : new int[] {1, 2, 5, 33}) {
      boolean add = k % 2 == 0;
      int height = vectors.height(k < 5 ? 7 : 12);
      float[] in = values(0);
      same((out, plain) -> (plain ? loops : vectors).tile(height, k, in, 3, rowAt, 2, in, 5, vectors.cols, out, 9,
          vectors.cols + 1, add));
      same((out, plain) -> (plain ? loops : vectors).combine(k, in, 3, in, 5, shifts, 17 * k, out, 9));
      same((out, plain) -> (plain ? loops : vectors).panel(in, 64, shifts, 1, k, runs, out, 9));
    }
  }

  private interface Loops {
    void run(float[] out, boolean plain);
  }

  private void same(Loops loops) {
    float[] start = values(0);
    float[] expected = start.clone();
    loops.run(expected, false);
    float[] actual = start.clone();
    loops.run(actual, true);
    assertThat(actual).isEqualTo(expected);
  }

  /** Random numbers; of kind 1 with infinities and zeros of either sign among them, of kind 2 with NaN. */
  private float[] values(int kind) {
    float[] special = {0, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    float[] x = new float[N];
    for (int i = 0; i < N; i++) {
      x[i] = kind > 0 && random.nextInt(20) == 0
          ? kind == 2 ? Float.NaN : special[random.nextInt(4)]
          : (float) random.nextGaussian();
    }
    return x;
  }
}
