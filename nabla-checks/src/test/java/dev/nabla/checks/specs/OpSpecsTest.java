package dev.nabla.checks.specs;

import dev.nabla.testkit.OpSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every line of the specifications, checked: see {@link OpSpec}. */
class OpSpecsTest {
  /** All specifications. */
  static List<OpSpec> all() {
    return Stream.of(PointwiseSpecs.arithmetic(), PointwiseSpecs.powers(), PointwiseSpecs.angles(),
        PointwiseSpecs.signsAndBounds(),
        PointwiseSpecs.specialFunctions(), ShapeSpecs.views(), ShapeSpecs.parts(), ShapeSpecs.rearrangements(),
        IndexSpecs.reads(), IndexSpecs.writes(),
        ReduceSpecs.sums(), ReduceSpecs.extremes(), ReduceSpecs.scans(), LinalgSpecs.products(),
        MatrixSpecs.factors(), MatrixSpecs.spectra(), MatrixSpecs.solutions(), MatrixSpecs.inverses(),
        MatrixSpecs.functions(),
        ConvSpecs.convolutions(), ConvSpecs.pooling(),
        ConvSpecs.resampling(), SequenceSpecs.attention(), SequenceSpecs.recurrent(), NetworkSpecs.activations(),
        NetworkSpecs.normalizations(), LossSpecs.regressions(),
        LossSpecs.classifications()).flatMap(List::stream).toList();
  }

  @TestFactory
  Stream<DynamicNode> specifications() {
    return all().stream().map(s -> DynamicContainer.dynamicContainer(s.toString(),
        s.checks().stream().map(c -> DynamicTest.dynamicTest(c.name(), c.run()::run))));
  }
}
