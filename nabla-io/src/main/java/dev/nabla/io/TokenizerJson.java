package dev.nabla.io;

import dev.nabla.data.DataException;
import dev.nabla.data.text.AddedToken;
import dev.nabla.data.text.BytePairTokenizer;
import dev.nabla.data.text.BytePairs;
import dev.nabla.data.text.TextRules;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The {@code tokenizer.json} of Hugging Face's tokenizers, as far as it describes byte-pair encoding on bytes: GPT-2, RoBERTa, GPT-NeoX, Llama 3,
 * Qwen and their like. Post-processors are not read, so no tokens are put around a text. Others, such as SentencePiece models, are refused with the
 * name of what is not known.
 */
public final class TokenizerJson {
  private TokenizerJson() {}

  /**
   * Reads a tokenizer.
   *
   * @throws DataException if the file is missing, damaged, or of another kind of tokenizer
   */
  public static BytePairTokenizer load(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": not UTF-8", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e, e);
    }
    JsonTree root = JsonTree.parse(file.toString(), text);
    JsonTree model = root.at("model");
    known(model.at("type"), "BPE", "BPE");
    refuse(model.at("byte_fallback"), model.at("byte_fallback").isTrue(false));
    for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
      refuse(model.at(affix), !model.at(affix).string("").isEmpty());
    }
    List<AddedToken> added = root.at("added_tokens").items().stream().map(TokenizerJson::added).toList();
    BytePairs pairs = pairs(model);
    TextRules rules = rules(root, model.at("ignore_merges").isTrue(false));
    try {
      return new BytePairTokenizer(pairs, added, rules);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }

  private static void known(JsonTree value, String otherwise, String wanted) {
    if (!value.string(otherwise).equals(wanted)) {
      throw value
          .error("expected " + wanted + ", found " + value.string() + "; only byte-pair encoding on bytes is known");
    }
  }

  private static void refuse(JsonTree value, boolean present) {
    if (present) {
      throw value.error(value.value() + " is not known; only byte-pair encoding on bytes is");
    }
  }

  private static AddedToken added(JsonTree t) {
    return new AddedToken(t.at("content").string(), t.at("id").integer(), t.at("special").isTrue(false),
        t.at("single_word").isTrue(false), t.at("lstrip").isTrue(false), t.at("rstrip").isTrue(false));
  }

  private static BytePairs pairs(JsonTree model) {
    Map<String, Integer> vocabulary = new HashMap<>();
    JsonTree tokens = model.at("vocab");
    for (Object token : tokens.object().keySet()) {
      vocabulary.put((String) token, tokens.at((String) token).integer());
    }
    List<BytePairs.Merge> merges = new ArrayList<>();
    for (JsonTree merge : model.at("merges").items()) {
      // Older files write "a b", newer ones ["a", "b"].
      List<String> pair = merge.value() instanceof String text
          ? List.of(text.split(" ", -1))
          : merge.items().stream().map(JsonTree::string).toList();
      if (pair.size() != 2) {
        throw merge.error("expected two tokens, found " + pair);
      }
      merges.add(new BytePairs.Merge(pair.get(0), pair.get(1)));
    }
    return new BytePairs(vocabulary, merges);
  }

  private static TextRules rules(JsonTree root, boolean wholeWords) {
    JsonTree before = root.at("pre_tokenizer");
    List<Pattern> splits = new ArrayList<>();
    boolean prefixSpace = false;
    boolean bytes = false;
    List<JsonTree> steps = !before.isNull() && before.at("type").string().equals("Sequence")
        ? before.at("pretokenizers").items()
        : List.of(before);
    for (JsonTree step : steps) {
      switch (step.at("type").string()) {
        case "ByteLevel" -> {
          bytes = true;
          prefixSpace = step.at("add_prefix_space").isTrue(true);
          refuse(step.at("add_prefix_space"), prefixSpace && !splits.isEmpty());
          if (step.at("use_regex").isTrue(true)) {
            splits.addAll(TextRules.GPT2.splits());
          }
        }
        case "Split" -> splits.add(split(step));
        case "Digits" -> splits.add(Pattern.compile(step.at("individual_digits").isTrue(false) ? "\\p{N}" : "\\p{N}+"));
        default ->
          throw step.at("type").error(step.at("type").string() + " is not known; ByteLevel, Split, Digits are");
      }
    }
    if (!bytes) {
      throw before.error("expected ByteLevel; only byte-pair encoding on bytes is known");
    }
    return new TextRules(splits, prefixSpace, wholeWords, form(root.at("normalizer")));
  }

  private static Pattern split(JsonTree step) {
    known(step.at("behavior"), "Isolated", "Isolated");
    refuse(step.at("invert"), step.at("invert").isTrue(false));
    JsonTree pattern = step.at("pattern");
    try {
      return pattern.at("Regex").isNull()
          ? Pattern.compile(Pattern.quote(pattern.at("String").string()))
          : TextRules.pattern(pattern.at("Regex").string());
    } catch (PatternSyntaxException e) {
      throw pattern.error("not a regular expression: " + e.getDescription());
    }
  }

  private static Normalizer.@Nullable Form form(JsonTree normalizer) {
    if (normalizer.isNull()) {
      return null;
    }
    JsonTree type = normalizer.at("type");
    return switch (type.string()) {
      case "NFC", "NFD", "NFKC", "NFKD" -> Normalizer.Form.valueOf(type.string());
      default -> throw type.error(type.string() + " is not known; NFC, NFD, NFKC and NFKD are");
    };
  }

  /**
   * Writes a tokenizer as Hugging Face's tokenizers read it.
   *
   * @throws DataException if the file cannot be written
   */
  public static void save(BytePairTokenizer tokenizer, Path file) {
    try (JsonGenerator g = new JsonFactory().createGenerator(ObjectWriteContext.empty(),
        Files.newBufferedWriter(file))) {
      g.writeStartObject();
      g.writeStringProperty("version", "1.0");
      g.writeArrayPropertyStart("added_tokens");
      tokenizer.added().forEach(t -> write(g, t));
      g.writeEndArray();
      write(g, tokenizer.rules());
      byteLevel(g, "decoder", true, false);
      write(g, tokenizer.pairs(), tokenizer.rules().wholeWords());
      g.writeEndObject();
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + e, e);
    }
  }

  private static void write(JsonGenerator g, AddedToken t) {
    g.writeStartObject();
    g.writeNumberProperty("id", t.id());
    g.writeStringProperty("content", t.content());
    g.writeBooleanProperty("single_word", t.singleWord());
    g.writeBooleanProperty("lstrip", t.stripLeft());
    g.writeBooleanProperty("rstrip", t.stripRight());
    g.writeBooleanProperty("normalized", !t.special());
    g.writeBooleanProperty("special", t.special());
    g.writeEndObject();
  }

  private static void write(JsonGenerator g, TextRules rules) {
    if (rules.form() != null) {
      g.writeObjectPropertyStart("normalizer");
      g.writeStringProperty("type", rules.form().name());
      g.writeEndObject();
    }
    if (rules.splits().equals(TextRules.GPT2.splits())) {
      byteLevel(g, "pre_tokenizer", rules.prefixSpace(), true);
      return;
    }
    g.writeObjectPropertyStart("pre_tokenizer");
    g.writeStringProperty("type", "Sequence");
    g.writeArrayPropertyStart("pretokenizers");
    for (Pattern split : rules.splits()) {
      g.writeStartObject();
      g.writeStringProperty("type", "Split");
      g.writeObjectPropertyStart("pattern");
      g.writeStringProperty("Regex", split.pattern());
      g.writeEndObject();
      g.writeStringProperty("behavior", "Isolated");
      g.writeBooleanProperty("invert", false);
      g.writeEndObject();
    }
    byteLevel(g, null, rules.prefixSpace(), false);
    g.writeEndArray();
    g.writeEndObject();
  }

  private static void byteLevel(JsonGenerator g, @Nullable String name, boolean prefixSpace, boolean regex) {
    if (name != null) {
      g.writeName(name);
    }
    g.writeStartObject();
    g.writeStringProperty("type", "ByteLevel");
    g.writeBooleanProperty("add_prefix_space", prefixSpace);
    g.writeBooleanProperty("trim_offsets", true);
    g.writeBooleanProperty("use_regex", regex);
    g.writeEndObject();
  }

  private static void write(JsonGenerator g, BytePairs pairs, boolean wholeWords) {
    g.writeObjectPropertyStart("model");
    g.writeStringProperty("type", "BPE");
    g.writeBooleanProperty("ignore_merges", wholeWords);
    g.writeObjectPropertyStart("vocab");
    pairs.vocabulary().entrySet().stream().sorted(Map.Entry.comparingByValue())
        .forEach(e -> g.writeNumberProperty(e.getKey(), e.getValue()));
    g.writeEndObject();
    g.writeArrayPropertyStart("merges");
    for (BytePairs.Merge m : pairs.merges()) {
      g.writeStartArray();
      g.writeString(m.left());
      g.writeString(m.right());
      g.writeEndArray();
    }
    g.writeEndArray();
    g.writeEndObject();
  }
}
