package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.Input.positive;
import static dev.nabla.testkit.Input.uniform;
import static dev.nabla.testkit.OpSpec.spec;
import static dev.nabla.testkit.OpSpec.specN;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Special;
import dev.nabla.testkit.Input;
import dev.nabla.testkit.OpSpec;
import java.util.List;

/** Activations, special functions and normalizations. */
final class NetworkSpecs {
  private NetworkSpecs() {}

  private static final Input SIX = normal(2, 3);
  private static final Input KINKED = Input.awayFrom(new double[] {-3, -1, -0.5, 0, 0.5, 1, 3, 6}, 2, 3);

  static List<OpSpec> activations() {
    return List.of(
        spec("relu", x -> x.relu()).inputs(SIX).reference(x -> Math.max(x, 0)).saves(1).inPlace(x -> x.relu_()),
        spec("relu6", x -> F.relu6(x)).inputs(KINKED).elementwise(),
        spec("leakyRelu", x -> F.leakyRelu(x, 0.2)).inputs(SIX).reference(x -> x > 0 ? x : 0.2 * x).saves(1)
            .inPlace(x -> F.leakyRelu_(x, 0.2)),
        spec("prelu", (x, w) -> F.prelu(x, w)).inputs(normal(2, 3, 2), normal(3)),
        spec("rrelu", x -> F.rrelu(x, 0.1, 0.3, false)).inputs(SIX),
        spec("elu", x -> F.elu(x, 1.5)).inputs(SIX).elementwise().inPlace(x -> F.elu_(x, 1.5)),
        spec("selu", x -> F.selu(x)).inputs(SIX).elementwise().inPlace(x -> F.selu_(x)),
        spec("celu", x -> F.celu(x, 1.5)).inputs(SIX).elementwise().inPlace(x -> F.celu_(x, 1.5)),
        spec("gelu", x -> F.gelu(x)).inputs(SIX).elementwise().saves(1),
        spec("gelu tanh", x -> F.gelu(x, "tanh")).inputs(SIX).elementwise().saves(1),
        spec("silu", x -> F.silu(x)).inputs(SIX).reference(x -> x / (1 + Math.exp(-x))).saves(1)
            .inPlace(x -> F.silu_(x)),
        spec("mish", x -> F.mish(x)).inputs(SIX).elementwise().saves(1).inPlace(x -> F.mish_(x)),
        spec("softplus", x -> F.softplus(x, 2, 20)).inputs(SIX).elementwise().saves(1),
        spec("softsign", x -> F.softsign(x)).inputs(SIX).reference(x -> x / (1 + Math.abs(x))).saves(1),
        spec("hardtanh", x -> F.hardtanh(x)).inputs(KINKED).elementwise().saves(1).inPlace(x -> F.hardtanh_(x, -1, 1)),
        spec("hardsigmoid", x -> F.hardsigmoid(x)).inputs(KINKED).elementwise().saves(1),
        spec("hardswish", x -> F.hardswish(x)).inputs(KINKED).elementwise().saves(1),
        spec("hardshrink", x -> F.hardshrink(x)).inputs(KINKED).elementwise().saves(1),
        spec("softshrink", x -> F.softshrink(x)).inputs(KINKED).elementwise().saves(1),
        spec("tanhshrink", x -> F.tanhshrink(x)).inputs(SIX).elementwise(),
        spec("threshold", x -> F.threshold(x, 0.5, -2)).inputs(KINKED).elementwise().saves(1)
            .inPlace(x -> F.threshold_(x, 0.5, -2)),
        spec("logsigmoid", x -> F.logsigmoid(x)).inputs(SIX).elementwise().saves(1),
        spec("glu", x -> F.glu(x, 1)).inputs(normal(2, 4)),
        spec("softmin", x -> F.softmin(x, 1)).inputs(SIX),
        spec("erfcx", x -> Special.erfcx(x)).inputs(SIX).elementwise(),
        spec("ndtr", x -> Special.ndtr(x)).inputs(SIX).elementwise(),
        spec("ndtri", x -> Special.ndtri(x)).inputs(uniform(0.1, 0.9, 2, 3)).elementwise(),
        spec("logNdtr", x -> Special.logNdtr(x)).inputs(SIX).elementwise(),
        spec("entr", x -> Special.entr(x)).inputs(positive(2, 3)).elementwise(),
        spec("i0e", x -> Special.i0e(x)).inputs(SIX).elementwise(),
        spec("i1", x -> Special.i1(x)).inputs(SIX).elementwise(),
        spec("i1e", x -> Special.i1e(x)).inputs(SIX).elementwise(),
        spec("xlog1py", (a, b) -> Special.xlog1py(a, b)).inputs(SIX, positive(2, 3)).elementwise(),
        spec("zeta", (x, q) -> Special.zeta(x, q)).inputs(uniform(1.5, 4, 2, 3).constant(), positive(2, 3)));
  }

  static List<OpSpec> normalizations() {
    return List.of(
        spec("layerNorm", (x, w, b) -> F.layerNorm(x, new int[] {3}, w, b)).inputs(normal(2, 3), normal(3), normal(3)),
        spec("layerNorm plain", x -> F.layerNorm(x, new int[] {2, 3})).inputs(normal(2, 2, 3)),
        spec("nativeLayerNorm", (x, w, b) -> Nabla.nativeLayerNorm(x, new int[] {3}, w, b, 1e-5).get(0))
            .inputs(normal(2, 3), normal(3), normal(3)),
        spec("rmsNorm", (x, w) -> F.rmsNorm(x, new int[] {3}, w, 1e-6)).inputs(normal(2, 3), normal(3)),
        spec("groupNorm", (x, w, b) -> F.groupNorm(x, 2, w, b)).inputs(normal(2, 4, 3), normal(4), normal(4)),
        spec("batchNorm", (x, w, b) -> F.batchNorm(x, null, null, w, b, true)).inputs(normal(3, 2, 2), normal(2),
            normal(2)),
        specN("batchNorm of running statistics", in -> F.batchNorm(in[0], in[1], in[2], in[3], in[4], false))
            .inputs(normal(3, 2), normal(2).constant(), positive(2).constant(), normal(2), normal(2)),
        spec("instanceNorm", x -> F.instanceNorm(x)).inputs(normal(2, 2, 4)),
        spec("localResponseNorm", x -> F.localResponseNorm(x, 3, 0.5, 0.75, 1)).inputs(normal(1, 4, 3)),
        spec("normalize", x -> F.normalize(x)).inputs(normal(2, 3)),
        spec("cosineSimilarity", (a, b) -> F.cosineSimilarity(a, b)).inputs(normal(2, 3), normal(2, 3)),
        spec("pairwiseDistance", (a, b) -> F.pairwiseDistance(a, b)).inputs(normal(2, 3), normal(2, 3)));
  }
}
