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

/** Draws the loss of every step and its running mean. */
final class LossCurve {
  private static final double KEEP = 0.95;

  private LossCurve() {}

  /** Draws pairs of step and loss; gives a line that says where the picture is, or why there is none. */
  static Optional<String> draw(List<double[]> losses, Path file) {
    if (losses.isEmpty()) {
      return Optional.empty();
    }
    double[] steps = losses.stream().mapToDouble(p -> p[0]).toArray();
    double[] values = losses.stream().mapToDouble(p -> p[1]).toArray();
    double[] smooth = new double[values.length];
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean = KEEP * mean + (1 - KEEP) * values[i];
      smooth[i] = mean / (1 - Math.pow(KEEP, i + 1.0));
    }
    try {
      XYChart chart = new XYChartBuilder().width(900).height(500).title("Training loss").xAxisTitle("step")
          .yAxisTitle("cross entropy").build();
      chart.getStyler().setXAxisMin(0.0).setXAxisTickMarkSpacingHint(90).setXAxisDecimalPattern("#,##0");
      chart.getStyler().setChartBackgroundColor(Color.WHITE).setLegendPosition(Styler.LegendPosition.InsideNE);
      chart.addSeries("each step", steps, values).setMarker(SeriesMarkers.NONE)
          .setLineColor(new Color(0xB0C4DE)).setLineWidth(1);
      chart.addSeries("running mean", steps, smooth).setMarker(SeriesMarkers.NONE)
          .setLineColor(new Color(0x1F4E9C)).setLineWidth(2);
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
}
