package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.distinct;
import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.Input.positive;
import static dev.nabla.testkit.OpSpec.spec;

import dev.nabla.Nabla;
import dev.nabla.testkit.Input;
import dev.nabla.testkit.OpSpec;
import java.util.List;

/** Ops that combine the elements of axes: sums, extremes, order, running sums. */
final class ReduceSpecs {
  private ReduceSpecs() {}

  static List<OpSpec> sums() {
    return List.of(
        spec("sum", x -> x.sum()).inputs(normal(2, 3)).saves(0),
        spec("sum axes", x -> x.sum(0, 2)).inputs(normal(2, 3, 4)).saves(0),
        spec("sum kept", x -> x.sum(new int[] {1}, true)).inputs(normal(2, 3, 4)),
        spec("nansum", x -> x.nansum(1)).inputs(normal(2, 3)),
        spec("mean", x -> x.mean()).inputs(normal(2, 3)).saves(0),
        spec("mean axis", x -> x.mean(1)).inputs(normal(2, 3)).saves(0),
        spec("nanmean", x -> x.nanmean(1)).inputs(normal(2, 3)),
        spec("prod", x -> x.prod()).inputs(normal(2, 3)),
        spec("prod axis", x -> x.prod(1)).inputs(normal(2, 3)),
        spec("prod with a zero", x -> x.mul(Nabla.tensor(new double[] {1, 0, 2}, x.dtype())).prod(1))
            .inputs(normal(2, 3)),
        spec("logsumexp", x -> x.logsumexp(1)).inputs(normal(2, 3)),
        spec("logsumexp all", x -> x.logsumexp(0, 1)).inputs(normal(2, 3)),
        spec("trace", x -> x.trace()).inputs(normal(3, 3)),
        spec("var", x -> x.var()).inputs(normal(2, 3)),
        spec("var axis", x -> x.var(new int[] {1}, 0, true)).inputs(normal(2, 3)),
        spec("std", x -> x.std()).inputs(normal(2, 3)),
        spec("std axis", x -> x.std(1)).inputs(normal(2, 3)),
        spec("stdMean", x -> Nabla.stdMean(x, new int[] {1}, 1, false).std()).inputs(normal(2, 3)),
        spec("varMean", x -> Nabla.varMean(x, new int[] {1}, 1, false).mean()).inputs(normal(2, 3)),
        spec("cov", x -> x.cov()).inputs(normal(2, 5)),
        spec("cov weighted", (x, w) -> Nabla.cov(x, 0, null, w)).inputs(normal(2, 5), positive(5).constant()),
        spec("corrcoef", x -> x.corrcoef()).inputs(normal(3, 5)),
        spec("norm", x -> x.norm()).inputs(normal(2, 3)),
        spec("norm 1", x -> x.norm(1, 1)).inputs(normal(2, 3)),
        spec("norm 3", x -> x.norm(3, 1)).inputs(normal(2, 3)),
        spec("norm 0.5", x -> x.norm(0.5, 1)).inputs(normal(2, 3)),
        spec("norm inf", x -> x.norm(Double.POSITIVE_INFINITY, 1)).inputs(distinct(2, 3)),
        spec("norm -inf", x -> x.norm(Double.NEGATIVE_INFINITY, 1)).inputs(normal(2, 3)),
        spec("dist", (a, b) -> a.dist(b, 3)).inputs(normal(2, 3), normal(3)),
        spec("renorm", x -> x.renorm(2, 0, 1.5)).inputs(normal(3, 4)).inPlace(x -> x.renorm_(2, 0, 1.5)),
        spec("softmax", x -> x.softmax(1)).inputs(normal(2, 3)).saves(1),
        spec("logSoftmax", x -> x.logSoftmax(0)).inputs(normal(2, 3)).saves(1));
  }

  static List<OpSpec> extremes() {
    return List.of(
        spec("max", x -> x.max()).inputs(distinct(2, 3)),
        spec("max axis", x -> x.max(1).values()).inputs(distinct(2, 3)),
        spec("min", x -> x.min()).inputs(distinct(2, 3)),
        spec("min axis", x -> x.min(0, true).values()).inputs(distinct(2, 3)),
        spec("amax", x -> x.amax(0, 2)).inputs(distinct(2, 3, 2)),
        spec("amax ties", x -> Nabla.cat(List.of(x, x), 1).amax(1)).inputs(distinct(2, 3)),
        spec("amin", x -> x.amin(1, true)).inputs(distinct(2, 3)),
        spec("aminmax", x -> x.aminmax(1, false).max()).inputs(distinct(2, 3)),
        spec("median", x -> x.median()).inputs(distinct(2, 3)),
        spec("median axis", x -> x.median(1).values()).inputs(distinct(2, 4)),
        spec("nanmedian", x -> x.nanmedian()).inputs(distinct(2, 3)),
        spec("mode", x -> x.mode(1).values()).inputs(distinct(2, 3)),
        spec("kthvalue", x -> x.kthvalue(2, 1).values()).inputs(distinct(2, 4)),
        spec("topk", x -> x.topk(2, 1).values()).inputs(distinct(3, 4)),
        spec("sort", x -> x.sort(1, true).values()).inputs(distinct(3, 4)),
        spec("sort first axis", x -> x.sort(0).values()).inputs(distinct(3, 4)),
        spec("msort", x -> x.msort()).inputs(distinct(3, 4)),
        spec("quantile", x -> x.quantile(0.3, 1)).inputs(distinct(2, 5)),
        spec("quantile several", (x, q) -> x.quantile(q, 1, false)).inputs(distinct(2, 5),
            Input.values(0.1, 0.5, 0.93).constant()),
        spec("nanquantile", x -> x.nanquantile(0.6)).inputs(distinct(2, 4)));
  }

  static List<OpSpec> scans() {
    return List.of(
        spec("cumsum", x -> x.cumsum(1)).inputs(normal(2, 4)).saves(0).inPlace(x -> x.cumsum_(1)),
        spec("cumsum first axis", x -> x.cumsum(0)).inputs(normal(3, 2)),
        spec("cumprod", x -> x.cumprod(1)).inputs(normal(2, 4)).inPlace(x -> x.cumprod_(1)),
        spec("cumprod with a zero", x -> x.mul(Nabla.tensor(new double[] {1, 0, 2, -1}, x.dtype())).cumprod(1))
            .inputs(normal(2, 4)),
        spec("cummax", x -> x.cummax(1).values()).inputs(distinct(2, 4)),
        spec("cummin", x -> x.cummin(0).values()).inputs(distinct(4, 2)),
        spec("logcumsumexp", x -> x.logcumsumexp(1)).inputs(normal(2, 4)),
        spec("diff", x -> x.diff(2, 1)).inputs(normal(2, 5)),
        spec("diff joined", (x, a) -> Nabla.diff(x, 1, 1, a, a)).inputs(normal(2, 4), normal(2, 1)),
        spec("trapezoid", (y, x) -> Nabla.trapezoid(y, x, 1)).inputs(normal(2, 4), normal(4)),
        spec("trapezoid step", y -> Nabla.trapezoid(y, 0.5, 1)).inputs(normal(2, 4)),
        spec("cumulativeTrapezoid", (y, x) -> Nabla.cumulativeTrapezoid(y, x, 1)).inputs(normal(2, 4), normal(4)),
        spec("gradient", x -> Nabla.gradient(x).get(1)).inputs(normal(3, 4)),
        spec("gradient spaced", x -> Nabla.gradient(x, new double[] {0.5}, new int[] {1}, 2).get(0))
            .inputs(normal(3, 4)));
  }
}
