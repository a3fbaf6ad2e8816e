package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints tensors as PyTorch does: one width for all elements, powers of ten where the range asks for them, summaries of large tensors. */
final class TensorPrinter {
  private final PrintOptions options;
  private final boolean summarize;
  private boolean wholeMode = true;
  private boolean sciMode;
  private int width = 1;

  private TensorPrinter(PrintOptions options, Strided data) {
    this.options = options;
    this.summarize = data.numel() > options.threshold();
    List<Double> shown = new ArrayList<>();
    if (data.dtype().isFloating()) {
      collect(data, shown);
      measure(shown);
    } else {
      measureWhole(data);
    }
  }

  static String print(Tensor t) {
    if (t instanceof LevelTensor l) {
      return "tensor of " + l.level().transform() + "(" + l.type() + ", value=" + l.value() + ")";
    }
    Strided data = ((ConcreteTensor) t).window();
    PrintOptions options = PrintOptions.current();
    String prefix = "tensor(";
    String body = data.numel() == 0 ? "[]" : new TensorPrinter(options, data).text(data, prefix.length());
    String text = withSuffixes(prefix + body, suffixes(t), prefix.length(), options.lineWidth());
    return t.grads != null && t.grads.parameter ? "Parameter containing:\n" + text : text;
  }

  private static List<String> suffixes(Tensor t) {
    List<String> out = new ArrayList<>();
    DType dtype = t.dtype();
    if (t.numel() == 0 && t.dim() != 1) {
      out.add("size=("
          + java.util.Arrays.stream(t.shape().toArray()).mapToObj(Integer::toString).collect(Collectors.joining(", "))
          + (t.dim() == 1 ? ",)" : ")"));
    }
    boolean usual = dtype == Nabla.defaultDType() || t.numel() > 0 && (dtype == DType.INT64 || dtype == DType.BOOL);
    if (!usual) {
      out.add("dtype=" + dtype.torchName());
    }
    Node node = t.gradFn();
    if (node != null) {
      out.add("grad_fn=<" + node + ">");
    } else if (t.requiresGrad()) {
      out.add("requires_grad=True");
    }
    return out;
  }

  private static String withSuffixes(String text, List<String> suffixes, int indent, int lineWidth) {
    StringBuilder s = new StringBuilder(text);
    int last = text.length() - text.lastIndexOf('\n') + 1;
    for (String suffix : suffixes) {
      if (last + suffix.length() + 2 > lineWidth) {
        s.append(",\n").append(" ".repeat(indent)).append(suffix);
        last = indent + suffix.length();
      } else {
        s.append(", ").append(suffix);
        last += suffix.length() + 2;
      }
    }
    return s.append(')').toString();
  }

  /** The elements that are shown, without zeros, infinities and NaN. */
  private void collect(Strided x, List<Double> out) {
    if (x.rank() == 0) {
      double v = x.storage().getDouble(x.offset());
      if (v != 0 && Double.isFinite(v)) {
        out.add(v);
      }
      return;
    }
    for (int i : shownIndices(x.dim(0))) {
      if (i >= 0) {
        collect(x.select(0, i), out);
      }
    }
  }

  /** The indices that are shown of {@code n}, with -1 for the gap. */
  private int[] shownIndices(int n) {
    int edge = options.edgeItems();
    if (!summarize || n <= 2 * edge) {
      return java.util.stream.IntStream.range(0, n).toArray();
    }
    int[] out = new int[2 * edge + 1];
    for (int i = 0; i < edge; i++) {
      out[i] = i;
      out[edge + 1 + i] = n - edge + i;
    }
    out[edge] = -1;
    return out;
  }

  private void measure(List<Double> values) {
    double max = 0;
    double min = Double.POSITIVE_INFINITY;
    for (double v : values) {
      max = Math.max(max, Math.abs(v));
      min = Math.min(min, Math.abs(v));
      wholeMode &= v == Math.ceil(v);
    }
    if (values.isEmpty()) {
      return;
    }
    sciMode = max / min > 1000 || max > 1e8 || !wholeMode && min < 1e-4;
    boolean sci = sciMode;
    for (double v : values) {
      width = Math.max(width,
          sci ? scientific(v).length() : wholeMode ? fixed(v, 0).length() + 1 : fixed(v, options.precision()).length());
    }
    Boolean forced = options.sciMode();
    sciMode = forced == null ? sciMode : forced;
  }

  private void measureWhole(Strided x) {
    if (x.rank() == 0) {
      width = Math.max(width, element(x).length());
      return;
    }
    for (int i : shownIndices(x.dim(0))) {
      if (i >= 0) {
        measureWhole(x.select(0, i));
      }
    }
  }

  private String text(Strided x, int indent) {
    if (x.rank() == 0) {
      return padded(x);
    }
    return x.rank() == 1 ? vector(x, indent) : rows(x, indent);
  }

  private String vector(Strided x, int indent) {
    int perLine = Math.max(1, (options.lineWidth() - indent) / (width + 2));
    StringBuilder s = new StringBuilder("[");
    int count = 0;
    for (int i : shownIndices(x.dim(0))) {
      if (count > 0) {
        s.append(count % perLine == 0 ? ",\n" + " ".repeat(indent + 1) : ", ");
      }
      s.append(i < 0 ? " ..." : padded(x.select(0, i)));
      count++;
    }
    return s.append(']').toString();
  }

  private String rows(Strided x, int indent) {
    List<String> parts = new ArrayList<>();
    for (int i : shownIndices(x.dim(0))) {
      parts.add(i < 0 ? "..." : text(x.select(0, i), indent + 1));
    }
    return "[" + String.join("," + "\n".repeat(x.rank() - 1) + " ".repeat(indent + 1), parts) + "]";
  }

  private String padded(Strided at) {
    String s = element(at);
    return " ".repeat(Math.max(0, width - s.length())) + s;
  }

  private String element(Strided at) {
    DType dtype = at.dtype();
    if (dtype == DType.BOOL) {
      return at.storage().getLong(at.offset()) != 0 ? "True" : "False";
    }
    if (!dtype.isFloating()) {
      return Long.toString(at.storage().getLong(at.offset()));
    }
    double v = at.storage().getDouble(at.offset());
    if (!Double.isFinite(v)) {
      return Double.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf";
    }
    return sciMode ? scientific(v) : wholeMode ? fixed(v, 0) + "." : fixed(v, options.precision());
  }

  /** {@code v} with {@code digits} digits after the point, correctly rounded from its exact binary value, as C's printf does. */
  static String fixed(double v, int digits) {
    String s = new BigDecimal(Math.abs(v)).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return negative(v) ? "-" + s : s;
  }

  private String scientific(double v) {
    int digits = options.precision();
    if (v == 0) {
      return (negative(v) ? "-" : "") + new BigDecimal(0).setScale(digits).toPlainString() + "e+00";
    }
    BigDecimal d = new BigDecimal(Math.abs(v)).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    int exponent = d.precision() - d.scale() - 1;
    String unscaled = d.setScale(digits - exponent, RoundingMode.HALF_EVEN).unscaledValue().toString();
    String mantissa = unscaled.charAt(0) + (digits > 0 ? "." + unscaled.substring(1) : "");
    int e = Math.abs(exponent);
    return (negative(v) ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + (e < 10 ? "0" : "") + e;
  }

  private static boolean negative(double v) {
    return v < 0 || v == 0 && 1 / v < 0;
  }
}
