package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any bytes give a value or a {@link FormatError}, from every parser. */
class HostileFilesTest {
  private static final int MUTANTS = 4000;

  @TempDir Path folder;

  /** Bytes that mean something to one of the formats, and numbers at the edges. */
  private static final byte[][] TOKENS = {{-1, -1, -1, -1}, {-1, -1, -1, 127}, {0, 0, 0, -128}, {0}, {1}, {-1}, {127},
    {-128},
    {'.'}, {'R'}, {'('}, {'t'}, {'h', 0}, {'e'}, {'u'}, {'Q'}, {']'}, {'}'}, {')'}, {'"'}, {'['}, {'{'},
    {'P', 'K', 1, 2}, {'P', 'K', 3, 4}, {'P', 'K', 5, 6}};

  @ParameterizedTest
  @EnumSource
  void damagedFilesAreErrorsOrValues(Parser parser) throws IOException {
    Random random = new Random(20);
    List<byte[]> samples = Samples.of(parser, folder);
    for (byte[] sample : samples) {
      assertThat(parser.accepts(sample)).isTrue();
      for (int i = 0; i < MUTANTS / samples.size(); i++) {
        byte[] mutant = mutated(sample, random);
        try {
          parser.accepts(mutant);
        } catch (Throwable e) {
          throw new AssertionError(parser + ", mutant " + i + ": " + Arrays.toString(mutant), e);
        }
      }
    }
  }

  /** {@code bytes} after one to four changes: a flipped bit, a new byte, a token put in or over, a piece cut out, doubled or moved, the end cut off. */
  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] out = bytes;
    for (int n = 1 + random.nextInt(4); n > 0 && out.length > 0; n--) {
      int at = random.nextInt(out.length);
      int length = Math.min(1 + random.nextInt(16), out.length - at);
      byte[] piece = Arrays.copyOfRange(out, at, at + length);
      byte[] token = TOKENS[random.nextInt(TOKENS.length)];
      out = switch (random.nextInt(8)) {
        case 0 -> spliced(out, at, 1, new byte[] {(byte) (out[at] ^ 1 << random.nextInt(8))});
        case 1 -> spliced(out, at, 1, new byte[] {(byte) random.nextInt()});
        case 2 -> spliced(out, at, 0, token);
        case 3 -> spliced(out, at, Math.min(token.length, out.length - at), token);
        case 4 -> spliced(out, at, length, new byte[0]);
        case 5 -> spliced(out, at, 0, piece);
        case 6 -> spliced(out, random.nextInt(out.length), 0, piece);
        default ->
          random.nextInt(4) == 0 ? Arrays.copyOf(out, at) : spliced(out, at, 1, new byte[] {(byte) (out[at] + 1)});
      };
    }
    return out;
  }

  private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
    byte[] out = Arrays.copyOf(bytes, bytes.length - removed + inserted.length);
    System.arraycopy(inserted, 0, out, at, inserted.length);
    System.arraycopy(bytes, at + removed, out, at + inserted.length, bytes.length - at - removed);
    return out;
  }

  /** Inputs that Jazzer found to break a parser once. */
  @TestFactory
  Stream<DynamicTest> inputsThatOnceBrokeAParser() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Parser parser : Parser.values()) {
      var resource = HostileFilesTest.class.getResource("/fuzz/" + parser.folder());
      if (resource != null) {
        try (Stream<Path> files = Files.list(Path.of(resource.toURI()))) {
          files.sorted().forEach(f -> tests.add(DynamicTest.dynamicTest(parser + " " + f.getFileName(), () -> {
            assertThat(parser.accepts(bytes(f))).as("%s is a value", f).isIn(true, false);
          })));
        }
      }
    }
    return tests.stream();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
