package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.data.DataException;
import dev.nabla.data.text.BytePairTokenizer;
import dev.nabla.data.text.CharTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte pairs against Hugging Face's tokenizers 0.23.2, which learned from sample.txt and encoded what the files *-encodings.json hold. */
class TokenizerJsonTest {
  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(TokenizerJsonTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sample() throws IOException {
    try (InputStream in = Objects.requireNonNull(TokenizerJsonTest.class.getResourceAsStream("sample.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void trainingLearnsTheSameTokensAndMerges() throws IOException {
    BytePairTokenizer theirs = TokenizerJson.load(resource("trained.json"));
    BytePairTokenizer ours = BytePairTokenizer.train(sample(), 600, "<|endoftext|>");
    assertThat(ours.pairs().merges()).isEqualTo(theirs.pairs().merges());
    assertThat(ours.pairs().vocabulary()).isEqualTo(theirs.pairs().vocabulary());
    assertThat(ours.added()).isEqualTo(theirs.added());
  }

  @ParameterizedTest
  @ValueSource(strings = {"trained", "splits", "digits", "prefix"})
  void encodesAsHuggingFaceDoesAlsoAfterWritingAndReading(String name, @TempDir Path folder) throws IOException {
    BytePairTokenizer read = TokenizerJson.load(resource(name + ".json"));
    Path copy = folder.resolve("copy.json");
    TokenizerJson.save(read, copy);
    Path recorded = resource(name + "-encodings.json");
    for (BytePairTokenizer t : List.of(read, TokenizerJson.load(copy))) {
      for (JsonTree one : JsonTree.parse(recorded.toString(), Files.readString(recorded)).items()) {
        String text = one.at("text").string();
        assertThat(t.encode(text)).as(text)
            .containsExactly(one.at("ids").items().stream().mapToInt(JsonTree::integer).toArray());
      }
    }
  }

  @Test
  void anyTextComesBack() throws IOException {
    BytePairTokenizer t = BytePairTokenizer.train(sample(), 400, "<|endoftext|>");
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      int[] points = random.ints(random.nextInt(60), 0, 1 << random.nextInt(5, 21))
          .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE).toArray();
      String text = new String(points, 0, points.length) + (random.nextInt(9) == 0 ? "<|endoftext|>" : "");
      assertThat(t.decode(t.encode(text))).isEqualTo(text);
      CharTokenizer characters = CharTokenizer.of(text);
      assertThat(characters.decode(characters.encodeTensor(text))).isEqualTo(text);
    }
    int[] tokens = t.encode("the end<|endoftext|>");
    assertThat(t.decode(tokens, true)).isEqualTo("the end");
    assertThat(tokens[tokens.length - 1]).isEqualTo(t.number("<|endoftext|>")).isZero();
    assertThat(t.decode(t.number(String.valueOf((char) 0xC3)))).as("half a character").isEqualTo("\uFFFD");
  }

  @Test
  @Timeout(60)
  void aLongWordTakesNoLongTime() throws IOException {
    BytePairTokenizer t = BytePairTokenizer.train(sample(), 400);
    String word = "the".repeat(200_000);
    assertThat(t.decode(t.encode(word))).isEqualTo(word);
  }

  @Test
  void charactersAreNumberedInTheirOrder() {
    CharTokenizer t = CharTokenizer.of("hello 🚀");
    assertThat(t.characters()).isEqualTo(" ehlo🚀");
    assertThat(t.encode("ho🚀")).containsExactly(2, 4, 5);
    assertThat(CharTokenizer.of(t.characters()).encode("lo")).isEqualTo(t.encode("lo"));
    assertThatThrownBy(() -> t.encode("x")).hasMessageContaining("'x' (U+0078)");
    assertThatThrownBy(() -> t.decode(6)).hasMessageContaining("no token 6; there are 6");
  }

  @Test
  void whatIsNotKnownIsRefusedByNameAndPlace(@TempDir Path folder) throws IOException {
    String good = Files.readString(resource("trained.json"));
    refused(folder, good.replace("\"type\":\"BPE\"", "\"type\":\"Unigram\""), "model.type", "Unigram");
    refused(folder, good.replace("\"byte_fallback\":false", "\"byte_fallback\":true"), "model.byte_fallback");
    refused(folder, good.replace("\"normalizer\":null", "\"normalizer\":{\"type\":\"Lowercase\"}"), "Lowercase", "NFC");
    refused(folder,
        good.replaceFirst("\"pre_tokenizer\":\\{\"type\":\"ByteLevel\"", "\"pre_tokenizer\":{\"type\":\"Metaspace\""),
        "pre_tokenizer.type", "Metaspace");
    refused(folder, good.replace("\"id\":0", "\"id\":\"x\""), "added_tokens[0].id", "whole number");
    refused(folder, good.replace("\"id\":0", "\"id\":5"), "5", "<|endoftext|>");
    refused(folder, good.substring(0, good.length() / 2), "line 1, column");
    refused(folder, "[]", "object");
    assertThatThrownBy(() -> TokenizerJson.load(folder.resolve("none"))).hasMessageContaining("none")
        .isInstanceOf(DataException.class);
  }

  private static void refused(Path folder, String json, String... parts) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, json);
    assertThatThrownBy(() -> TokenizerJson.load(file)).isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts).hasMessageContaining("tokenizer.json").hasMessageNotContaining("\n");
  }

  /** Damaged files give errors that name them, and nothing else. */
  @Test
  void damagedFilesGiveErrorsOfTheirOwn(@TempDir Path folder) throws IOException {
    byte[] good = Files.readAllBytes(resource("splits.json"));
    Path file = folder.resolve("tokenizer.json");
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
      for (int k = random.nextInt(4); k >= 0 && bad.length > 0; k--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(random.nextBoolean() ? 256 : 128);
      }
      Files.write(file, bad);
      try {
        TokenizerJson.load(file);
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("tokenizer.json");
      }
    }
  }
}
