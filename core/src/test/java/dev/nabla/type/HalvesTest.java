package dev.nabla.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.ConcreteTensor;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversions to and from float16 and bfloat16 against exact arithmetic. */
class HalvesTest {
  /** What IEEE 754 says of a type: significant bits, the exponent of the smallest normal number, the largest number. */
  private record Format(int digits, int least, double max) {
    static Format of(DType type) {
      return type == DType.FLOAT16 ? new Format(11, -14, 65504) : new Format(8, -126, 0x1.FEp127);
    }

    /** {@code v} rounded to the nearest number of this format, to even of two, by exact decimal arithmetic. */
    double round(float v) {
      if (v == 0 || Float.isNaN(v) || Float.isInfinite(v)) {
        return v;
      }
      double quantum = Math.scalb(1.0, Math.max(Math.getExponent(v), least) - digits + 1);
      BigDecimal q = new BigDecimal(quantum);
      double r = new BigDecimal(v).divide(q).setScale(0, RoundingMode.HALF_EVEN).multiply(q).doubleValue();
      return Math.copySign(Math.abs(r) > max ? Double.POSITIVE_INFINITY : Math.abs(r), v);
    }
  }

  private static Tensor everyPattern(DType type) {
    short[] bits = new short[1 << 16];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (short) i;
    }
    return Nabla.fromArray(type, bits);
  }

  private static short[] bits(Tensor t) {
    return ((ConcreteTensor) t).window().storage().shorts();
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
  void everyBitPatternComesBackFromFloat32AndFloat64(DType type) {
    Tensor all = everyPattern(type);
    float[] floats = all.toFloatArray();
    for (DType wide : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      short[] back = bits(all.to(wide).to(type));
      for (int i = 0; i < back.length; i++) {
        if (Float.isNaN(floats[i])) {
          assertThat(Nabla.fromArray(type, new short[] {back[i]}).item()).isNaN();
        } else {
          assertThat(back[i]).isEqualTo(bits(all)[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
  void everyBitPatternMeansWhatTheFormatSays(DType type) {
    Format f = Format.of(type);
    double[] values = everyPattern(type).toDoubleArray();
    int exponents = 1 << (16 - f.digits);
    for (int i = 0; i < values.length; i++) {
      int exponent = (i >> (f.digits - 1)) & (exponents - 1);
      int fraction = i & ((1 << (f.digits - 1)) - 1);
      double significand = fraction + (exponent == 0 ? 0 : Math.scalb(1.0, f.digits - 1));
      double magnitude = exponent < exponents - 1
          ? Math.scalb(significand, Math.max(exponent, 1) - 1 + f.least - f.digits + 1)
          : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      assertThat(values[i]).isEqualTo(Double.valueOf((i >> 15) == 0 ? magnitude : -magnitude));
    }
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
  void roundingIsToTheNearestAndToEven(DType type) {
    Format f = Format.of(type);
    float[] x = awkward(type);
    double[] actual = Nabla.fromArray(x).to(type).toDoubleArray();
    for (int i = 0; i < x.length; i++) {
      assertThat(actual[i]).as("%s of %s", type, x[i]).isEqualTo(Double.valueOf(f.round(x[i])));
      assertThat(type.round(x[i])).isEqualTo(Double.valueOf(actual[i]));
      assertThat(Nabla.tensor(x[i], type).item()).isEqualTo(Double.valueOf(actual[i]));
    }
  }

  /** Random bit patterns; and for many numbers of the type the middle to the next one, and what stands beside it. */
  private static float[] awkward(DType type) {
    SplittableRandom random = new SplittableRandom(3);
    List<Float> out = new ArrayList<>(List.of(0f, -0f, Float.NaN, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE,
        Float.POSITIVE_INFINITY, 65519.996f, 65520f, 65535f, -65520f, 0x1p-25f, 0x1.000002p-25f));
    for (int i = 0; i < 20_000; i++) {
      out.add(Float.intBitsToFloat(random.nextInt()));
    }
    double[] all = everyPattern(type).toDoubleArray();
    for (int i = 0; i + 1 < all.length; i += 7) {
      float middle = (float) ((all[i] + all[i + 1]) / 2);
      out.addAll(List.of(middle, Math.nextUp(middle), Math.nextDown(middle)));
    }
    float[] x = new float[out.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = out.get(i);
    }
    return x;
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
  void limitsAreThoseOfTheFormat(DType type) {
    Format f = Format.of(type);
    FloatInfo info = FloatInfo.of(type);
    assertThat(info.max()).isEqualTo(f.max).isEqualTo(type.round(f.max));
    assertThat(info.smallestNormal()).isEqualTo(Math.scalb(1.0, f.least));
    assertThat(type.round(1 + info.eps())).isEqualTo(1 + info.eps());
    assertThat(type.round(1 + info.eps() / 2)).isEqualTo(1);
    assertThat(info.bits()).isEqualTo(16);
  }
}
