package dev.nabla.cli;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the loss of every step, its running mean, and the losses of evaluations. */
final class LossCurve {
  private static final double KEEP = 0.95;
  private static final Color[] EVALUATIONS = {new Color(0x2E8B57), new Color(0xD2691E)};

  private LossCurve() {}

  /** Draws to {@code file}; gives a line that says where the picture is, or why there is none. Empty curves are left out. */
  static Optional<String> draw(Metrics.Curve loss, List<Metrics.Curve> evaluations, Path file) {
    if (loss.steps().length == 0) {
      return Optional.empty();
    }
    try {
      XYChart chart = new XYChartBuilder().width(900).height(500).title("Loss").xAxisTitle("step")
          .yAxisTitle("loss").build();
      chart.getStyler().setXAxisMin(0.0).setXAxisTickMarkSpacingHint(90).setXAxisDecimalPattern("#,##0");
      chart.getStyler().setChartBackgroundColor(Color.WHITE).setLegendPosition(Styler.LegendPosition.InsideNE);
      chart.addSeries("each step", loss.steps(), loss.values()).setMarker(SeriesMarkers.NONE)
          .setLineColor(new Color(0xB0C4DE)).setLineWidth(1);
      chart.addSeries("running mean", loss.steps(), runningMean(loss.values())).setMarker(SeriesMarkers.NONE)
          .setLineColor(new Color(0x1F4E9C)).setLineWidth(2);
      List<Metrics.Curve> drawn = evaluations.stream().filter(c -> c.steps().length > 0).toList();
      for (int i = 0; i < drawn.size(); i++) {
        Color color = EVALUATIONS[i % EVALUATIONS.length];
        chart.addSeries(drawn.get(i).name().replace('_', ' '), drawn.get(i).steps(), drawn.get(i).values())
            .setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineColor(color).setLineWidth(1.5f);
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", out);
      }
      return Optional.of("loss curve: " + file);
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      // Java cannot draw text on a machine without fonts; a training must not fail for want of a picture.
      return Optional.of("loss curve: not drawn (" + e.getMessage()
          + "); a machine without fonts needs a package such as fontconfig with one");
    }
  }

  private static double[] runningMean(double[] values) {
    double[] smooth = new double[values.length];
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean = KEEP * mean + (1 - KEEP) * values[i];
      smooth[i] = mean / (1 - Math.pow(KEEP, i + 1.0));
    }
    return smooth;
  }
}
