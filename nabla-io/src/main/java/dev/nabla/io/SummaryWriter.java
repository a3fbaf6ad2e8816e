package dev.nabla.io;

import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.zip.CRC32C;

/**
 * What a training measures, for TensorBoard: {@code torch.utils.tensorboard.SummaryWriter}. Each writer makes one event file in its folder;
 * {@code tensorboard --logdir} shows the file while it grows.
 *
 * <p>An event file is a sequence of TFRecords (length, its checksum, the bytes, their checksum), each an {@code Event} message in protocol
 * buffers' wire format, as declared in TensorFlow's {@code event.proto} and {@code summary.proto}. Each record is written at once, so a
 * program that is killed leaves all that it has added. A writer may be used by several threads.
 */
public final class SummaryWriter implements AutoCloseable {
  private static final AtomicInteger FILES = new AtomicInteger();

  // The fields of the messages.
  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int EVENT_SESSION_LOG = 7;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;
  private static final int VALUE_HISTOGRAM = 5;
  private static final int VALUE_TENSOR = 8;
  private static final int VALUE_METADATA = 9;
  private static final int SESSION_STATUS = 1;
  private static final long SESSION_START = 1;
  private static final long TYPE_STRING = 7;

  private final Path file;
  private final FileChannel out;

  /** Writes to a new file in {@code folder}, which is created if need be. */
  public SummaryWriter(Path folder) {
    try {
      Files.createDirectories(folder);
      file = folder.resolve("events.out.tfevents.%010d.%s.%d.%d".formatted(System.currentTimeMillis() / 1000, host(),
          ProcessHandle.current().pid(), FILES.getAndIncrement()));
      out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new NablaException(folder + ": no event file can be written there: " + e.getMessage(), e);
    }
    write(event(0).put(EVENT_FILE_VERSION, "brain.Event:2"));
  }

  /** As above, for a training that goes on: whatever earlier files in the folder say of {@code purgeStep} and later steps is void. */
  public SummaryWriter(Path folder, long purgeStep) {
    this(folder);
    write(event(purgeStep).put(EVENT_SESSION_LOG, new ProtoMessage().put(SESSION_STATUS, SESSION_START)));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** The event file. */
  public Path file() {
    return file;
  }

  /** Adds one point to the curve {@code tag}; a slash in the tag separates a group, as in {@code loss/train}. */
  public void addScalar(String tag, double value, long step) {
    add(step, new ProtoMessage().put(VALUE_TAG, tag).put(VALUE_SIMPLE, (float) value));
  }

  /** Adds a text, which TensorBoard reads as Markdown. */
  public void addText(String tag, String text, long step) {
    ProtoMessage oneElement = new ProtoMessage().put(2, new ProtoMessage().put(1, 1L));
    add(step, new ProtoMessage().put(VALUE_TAG, tag + "/text_summary")
        .put(VALUE_METADATA, new ProtoMessage().put(1, new ProtoMessage().put(1, "text")))
        .put(VALUE_TENSOR, new ProtoMessage().put(1, TYPE_STRING).put(2, oneElement).put(8, text)));
  }

  /** Adds how the elements of {@code values} are distributed, which must be finite and at least one: weights, gradients. */
  public void addHistogram(String tag, Tensor values, long step) {
    double[] v = values.detach().to(DType.FLOAT64).flatten().toDoubleArray();
    if (v.length == 0 || !DoubleStream.of(v).allMatch(Double::isFinite)) {
      throw new NablaException("addHistogram: \"" + tag + "\" needs finite elements, at least one; got "
          + (v.length == 0 ? "none" : "infinite ones or NaN") + " in a tensor of shape " + values.shape());
    }
    Arrays.sort(v);
    double[] limits = Limits.around(v[0], v[v.length - 1]);
    double[] counts = new double[limits.length];
    int bucket = 0;
    for (double x : v) {
      while (x >= limits[bucket] && bucket < limits.length - 1) {
        bucket++;
      }
      counts[bucket]++;
    }
    add(step, new ProtoMessage().put(VALUE_TAG, tag).put(VALUE_HISTOGRAM,
        new ProtoMessage().put(1, v[0]).put(2, v[v.length - 1]).put(3, (double) v.length)
            .put(4, DoubleStream.of(v).sum()).put(5, DoubleStream.of(v).map(x -> x * x).sum())
            .put(6, limits).put(7, counts)));
  }

  /** The right ends of a histogram's buckets as TensorFlow draws them: 10^-12 and each 1.1 times the last, on both sides of 0. */
  private static final class Limits {
    private static final double[] POSITIVE = DoubleStream.iterate(1e-12, x -> x < 1e20, x -> x * 1.1).toArray();

    /** The ends that values from {@code low} to {@code high} need, the first not above {@code low}. */
    static double[] around(double low, double high) {
      double[] all = DoubleStream.concat(
          DoubleStream.concat(DoubleStream.of(POSITIVE).map(x -> -x).sorted(), DoubleStream.of(0)),
          DoubleStream.of(POSITIVE)).toArray();
      int from = 0;
      while (from < all.length - 1 && all[from + 1] <= low) {
        from++;
      }
      int to = from;
      while (to < all.length - 1 && all[to] <= high) {
        to++;
      }
      return Arrays.copyOfRange(all, from, to + 1);
    }
  }

  private void add(long step, ProtoMessage value) {
    write(event(step).put(EVENT_SUMMARY, new ProtoMessage().put(SUMMARY_VALUE, value)));
  }

  private static ProtoMessage event(long step) {
    return new ProtoMessage().put(EVENT_WALL_TIME, System.currentTimeMillis() / 1e3).put(EVENT_STEP, step);
  }

  private synchronized void write(ProtoMessage event) {
    byte[] bytes = event.toBytes();
    ByteBuffer record = ByteBuffer.allocate(8 + 4 + bytes.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(bytes.length).putInt(checksum(record.array(), 8)).put(bytes).putInt(checksum(bytes, bytes.length))
        .flip();
    try {
      while (record.hasRemaining()) {
        out.write(record);
      }
    } catch (IOException e) {
      throw new NablaException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** TensorFlow's masked CRC-32C, so that the checksum of bytes that hold checksums stays a good one. */
  private static int checksum(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  /** Ends the file. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new NablaException(file + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
