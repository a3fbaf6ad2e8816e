package dev.nabla.io;

import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Python's pickle machine (protocols 2 to 5, as {@code pickletools} documents them), restricted: it builds numbers, strings and collections by
 * itself, and everything else by {@link Globals}, which knows what may be built. No class is looked up, no code of the file is run.
 *
 * <p>None becomes null, whole numbers {@link Long} or {@link BigInteger}, strings {@link String}, bytes {@code byte[]}, lists {@link ArrayList},
 * tuples {@link Tuple}, dicts {@link LinkedHashMap}, sets {@link LinkedHashSet}.
 */
final class Unpickler {
  /** Deeper values would overflow the stack of whoever walks through them. */
  private static final int DEEPEST = 500;
  private static final int LONGEST_NAME = 1000;
  private static final int LONGEST_KEY = 16;

  private static final ValueLayout.OfDouble BIG_ENDIAN_DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
      .withOrder(ByteOrder.BIG_ENDIAN);

  private final Source source;
  private final Globals globals;
  private final List<@Nullable Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, @Nullable Object> memo = new HashMap<>();
  private long at;
  private long opcodeAt;
  private long budget;

  /** What a pickle may name, and what becomes of it. */
  interface Globals {
    /** What {@code name} stands for. */
    Object find(String name, Unpickler by);

    /** What calling {@code function} gives. */
    @Nullable
    Object call(Object function, Tuple arguments, Unpickler by);

    /** What a reference to something outside of the pickle stands for. */
    Object persistent(@Nullable Object id, Unpickler by);
  }

  /** What calls and references are made of; no part of a result. */
  interface Ingredient {}

  /** A machine that starts at position {@code at} of {@code source}. */
  Unpickler(Source source, long at, Globals globals) {
    this.source = source;
    this.at = at;
    this.globals = globals;
    this.budget = source.size();
  }

  /** The position after the pickle. */
  long position() {
    return at;
  }

  /** An error at the instruction that is being carried out. */
  FormatError error(String problem) {
    return source.error(opcodeAt, problem);
  }

  /** Counts elements that are made without standing in the file one by one; no honest file makes more of them than it has bytes. */
  void charge(long elements) {
    budget -= elements;
    if (budget < 0) {
      throw error("expected content that the file's " + source.size() + " bytes can account for; it makes far more");
    }
  }

  /** The object that the pickle describes. */
  @Nullable
  Object load() {
    while (true) {
      opcodeAt = at;
      int opcode = source.u8(at++);
      if (opcode == '.') {
        Object out = pop();
        new Depths().check(out, 0);
        return out;
      }
      if (!constant(opcode) && !text(opcode) && !structure(opcode) && !memory(opcode) && !object(opcode)) {
        throw error("expected an instruction of a pickle; got " + describe(opcode));
      }
    }
  }

  private static String describe(int opcode) {
    return opcode > 32 && opcode < 127 ? "'" + (char) opcode + "'" : "0x" + Integer.toHexString(opcode);
  }

  // --- instructions, by kind; each method says whether it knew the opcode ---

  private boolean constant(int opcode) {
    switch (opcode) {
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push((long) source.u8(skip(1)));
      case 'M' -> push((long) source.u16(skip(2)));
      case 'J' -> push((long) source.i32(skip(4)));
      case 0x8A -> push(whole(source.u8(skip(1))));
      case 0x8B -> push(whole(source.u32(skip(4))));
      case 'G' -> {
        long from = skip(8);
        source.require(from, 8, "a float");
        push(source.bytes().get(BIG_ENDIAN_DOUBLE, from));
      }
      case ')' -> push(Tuple.of());
      case ']' -> push(new ArrayList<>());
      case '}' -> push(new LinkedHashMap<>());
      case 0x8F -> push(new LinkedHashSet<>());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int opcode) {
    switch (opcode) {
      case 'X' -> push(string(source.u32(skip(4))));
      case 0x8C, 'U' -> push(string(source.u8(skip(1))));
      case 0x8D -> push(string(source.i64(skip(8))));
      case 'T' -> push(string(source.u32(skip(4))));
      case 'B' -> push(bytes(source.u32(skip(4))));
      case 'C' -> push(bytes(source.u8(skip(1))));
      case 0x8E, 0x96 -> push(bytes(source.i64(skip(8))));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean structure(int opcode) {
    switch (opcode) {
      case 0x80 -> checkProtocol(source.u8(skip(1)));
      case 0x95 -> source.i64(skip(8));
      case '(' -> marks.add(stack.size());
      case '0' -> pop();
      case '1' -> popMark();
      case 't' -> push(Tuple.copyOf(popMark()));
      case 0x85 -> push(Tuple.of(pop()));
      case 0x86 -> {
        Object b = pop();
        push(Tuple.of(pop(), b));
      }
      case 0x87 -> {
        Object c = pop();
        Object b = pop();
        push(Tuple.of(pop(), b, c));
      }
      case 'a' -> {
        Object item = pop();
        list().add(item);
      }
      case 'e' -> {
        List<@Nullable Object> items = popMark();
        list().addAll(items);
      }
      case 's' -> {
        Object value = pop();
        Object key = pop();
        put(dict(), key, value);
      }
      case 'u' -> setItems(popMark());
      case 0x90 -> addItems(popMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memory(int opcode) {
    switch (opcode) {
      case 'q' -> memo.put((long) source.u8(skip(1)), top());
      case 'r' -> memo.put(source.u32(skip(4)), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> recall(source.u8(skip(1)));
      case 'j' -> recall(source.u32(skip(4)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(int opcode) {
    switch (opcode) {
      case 'c' -> {
        String module = line();
        push(globals.find(python3(module) + "." + line(), this));
      }
      case 0x93 -> {
        Object name = pop();
        push(globals.find(pop() + "." + name, this));
      }
      case 'R', 0x81 -> {
        Tuple arguments = expect(pop(), Tuple.class, "a tuple of arguments");
        Object function = pop();
        if (function == null) {
          throw error("expected a function to call; got None");
        }
        push(globals.call(function, arguments, this));
      }
      case 'b' -> {
        // Only collections come with a state (a state_dict's _metadata), and nothing depends on it.
        pop();
        expect(top(), Map.class, "an OrderedDict before its attributes");
      }
      case 'Q' -> push(globals.persistent(pop(), this));
      default -> {
        return false;
      }
    }
    return true;
  }

  // --- operands ---

  private long skip(long n) {
    long from = at;
    at += n;
    return from;
  }

  private void checkProtocol(int protocol) {
    if (protocol > 5) {
      throw error("expected a pickle of protocol 2 to 5; got " + protocol);
    }
  }

  private Object whole(long length) {
    long from = skip(length);
    if (length > 1 << 10) {
      throw error("expected a whole number of at most 1024 bytes; got one of " + length);
    }
    if (length == 0) {
      return 0L;
    }
    byte[] digits = source.array(from, length, "a whole number");
    for (int i = 0, j = digits.length - 1; i < j; i++, j--) {
      byte b = digits[i];
      digits[i] = digits[j];
      digits[j] = b;
    }
    BigInteger n = new BigInteger(digits);
    return n.bitLength() < 64 ? (Object) n.longValue() : n;
  }

  private String string(long length) {
    return source.text(skip(length), length, StandardCharsets.UTF_8, "a string");
  }

  private byte[] bytes(long length) {
    return source.array(skip(length), length, "bytes");
  }

  private String line() {
    for (int n = 0; n < LONGEST_NAME; n++) {
      if (source.u8(at + n) == '\n') {
        String out = source.text(at, n, StandardCharsets.UTF_8, "a name");
        at += n + 1;
        return out;
      }
    }
    throw error("expected a name of less than " + LONGEST_NAME + " bytes");
  }

  /** Protocol 2 names the modules as Python 2 did. */
  private static String python3(String module) {
    return switch (module) {
      case "__builtin__" -> "builtins";
      case "copy_reg" -> "copyreg";
      default -> module;
    };
  }

  // --- the stack ---

  private void push(@Nullable Object value) {
    stack.add(value);
  }

  private @Nullable Object pop() {
    top();
    return stack.removeLast();
  }

  private @Nullable Object top() {
    if (stack.size() <= (marks.isEmpty() ? 0 : marks.getLast())) {
      throw error("expected a value for this instruction; the pickle has made none");
    }
    return stack.getLast();
  }

  private List<@Nullable Object> popMark() {
    if (marks.isEmpty()) {
      throw error("expected a mark before this instruction; the pickle has made none");
    }
    List<@Nullable Object> tail = stack.subList(marks.removeLast(), stack.size());
    List<@Nullable Object> items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  private void recall(long key) {
    Object value = memo.get(key);
    if (value == null && !memo.containsKey(key)) {
      throw error("expected a value remembered under " + key + "; there is none");
    }
    push(value);
  }

  <T> T expect(@Nullable Object value, Class<T> type, String what) {
    if (!type.isInstance(value)) {
      throw error("expected " + what + "; got " + (value == null ? "None" : "a " + value.getClass().getSimpleName()));
    }
    return type.cast(value);
  }

  // --- collections ---

  @SuppressWarnings("unchecked") // only this machine makes them
  private List<@Nullable Object> list() {
    return expect(top(), ArrayList.class, "a list");
  }

  @SuppressWarnings("unchecked")
  private Map<@Nullable Object, @Nullable Object> dict() {
    return expect(top(), LinkedHashMap.class, "a dict");
  }

  private void setItems(List<@Nullable Object> items) {
    if (items.size() % 2 != 0) {
      throw error("expected keys and values in turn; got " + items.size() + " items");
    }
    Map<@Nullable Object, @Nullable Object> to = dict();
    for (int i = 0; i < items.size(); i += 2) {
      put(to, items.get(i), items.get(i + 1));
    }
  }

  @SuppressWarnings("unchecked")
  private void addItems(List<@Nullable Object> items) {
    addAll(expect(top(), LinkedHashSet.class, "a set"), items);
  }

  void addAll(Set<@Nullable Object> to, List<@Nullable Object> items) {
    for (Object item : items) {
      to.add(key(item));
    }
  }

  void put(Map<@Nullable Object, @Nullable Object> to, @Nullable Object key, @Nullable Object value) {
    to.put(key(key), value);
  }

  /** {@code value}, if its hash code is quickly found: no collection, but for a short tuple of such values. */
  private @Nullable Object key(@Nullable Object value) {
    boolean good = value instanceof Tuple t
        ? t.size() <= LONGEST_KEY && t.stream().noneMatch(i -> i instanceof Tuple || unhashable(i))
        : !unhashable(value);
    if (!good) {
      throw error("expected a key or an element of a set that has a hash; got a "
          + (value == null ? "None" : value.getClass().getSimpleName()));
    }
    return value;
  }

  private static boolean unhashable(@Nullable Object value) {
    return value instanceof ArrayList || value instanceof Map || value instanceof Set || value instanceof byte[]
        || value instanceof Ingredient;
  }

  /** Makes sure that the result is made of values alone, and that none contains itself or lies too deep; each is looked at once. */
  private final class Depths {
    private final Map<Object, Integer> heights = new java.util.IdentityHashMap<>();

    /** How many collections lie within each other in {@code value}, which lies in {@code depth} of them. */
    int check(@Nullable Object value, int depth) {
      Iterable<?> items = switch (value) {
        case List<?> l -> l;
        case Map<?, ?> m -> m.values();
        case null, default -> null;
      };
      if (value instanceof Ingredient) {
        throw error("expected a value; got the class or function " + value);
      }
      if (value == null || items == null) {
        return 0;
      }
      Integer known = heights.get(value);
      if (known == null) {
        if (depth < DEEPEST) {
          heights.put(value, DEEPEST);
          known = 0;
          for (Object item : items) {
            known = Math.max(known, 1 + check(item, depth + 1));
          }
          heights.put(value, known);
        } else {
          known = DEEPEST;
        }
      }
      if (depth + known > DEEPEST) {
        throw error("expected collections in at most " + DEEPEST + " others; these lie deeper or contain themselves");
      }
      return known;
    }
  }
}
