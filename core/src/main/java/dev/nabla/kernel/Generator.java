package dev.nabla.kernel;

/**
 * A stream of random bits: the Mersenne Twister MT19937, seeded and read as PyTorch's CPU generator does.
 *
 * <p>Generators may be shared between threads: each filling of a window by {@link Random} has the stream to itself.
 */
public final class Generator {
  private static final int WORDS = 624;
  private static final int SHIFT = 397;

  private final int[] words = new int[WORDS];
  /** What the words give, all tempered at once. */
  private final int[] bits = new int[WORDS];
  private int next;
  private long seed;
  private boolean hasNormal;
  private double normal;

  /** A generator with PyTorch's default seed. */
  public Generator() {
    this(67_280_421_310_721L);
  }

  /** A generator with this seed. */
  public Generator(long seed) {
    reset(seed);
  }

  /** Starts the stream anew; as in PyTorch only the lower 32 bits of the seed matter. */
  public synchronized Generator seed(long value) {
    reset(value);
    return this;
  }

  private void reset(long value) {
    seed = value;
    words[0] = (int) value;
    for (int i = 1; i < WORDS; i++) {
      int before = words[i - 1];
      words[i] = 1_812_433_253 * (before ^ (before >>> 30)) + i;
    }
    next = WORDS;
    hasNormal = false;
  }

  /** The seed that the stream started from. */
  public synchronized long initialSeed() {
    return seed;
  }

  /** The next whole number from 0 to 2^63 - 1, as PyTorch's {@code random_} draws an int64. */
  public synchronized long nextLong() {
    return bits64() & Long.MAX_VALUE;
  }

  /** All there is to know of the stream at this point, for {@link #restore}. */
  public synchronized long[] state() {
    long[] state = new long[WORDS + 4];
    for (int i = 0; i < WORDS; i++) {
      state[i] = words[i] & 0xFFFF_FFFFL;
    }
    state[WORDS] = next;
    state[WORDS + 1] = seed;
    state[WORDS + 2] = hasNormal ? 1 : 0;
    state[WORDS + 3] = Double.doubleToRawLongBits(normal);
    return state;
  }

  /** Goes back to where the stream was when {@link #state} was called, on this or another generator. */
  public synchronized Generator restore(long[] state) {
    if (state.length != WORDS + 4 || state[WORDS] < 0 || state[WORDS] > WORDS) {
      throw new IllegalArgumentException(
          "restore: expected the " + (WORDS + 4) + " numbers of state(); got " + state.length
              + " numbers" + (state.length == WORDS + 4 ? " with position " + state[WORDS] : ""));
    }
    for (int i = 0; i < WORDS; i++) {
      words[i] = (int) state[i];
    }
    temper();
    next = (int) state[WORDS];
    seed = state[WORDS + 1];
    hasNormal = state[WORDS + 2] != 0;
    normal = Double.longBitsToDouble(state[WORDS + 3]);
    return this;
  }

  // What follows is for Random, which holds this generator's lock.

  /** The next 32 bits. */
  int bits32() {
    int at = next;
    if (at == WORDS) {
      twist();
      temper();
      at = 0;
    }
    next = at + 1;
    return bits[at];
  }

  /** The next 64 bits, the upper half first. */
  long bits64() {
    long high = bits32();
    return (high << 32) | (bits32() & 0xFFFF_FFFFL);
  }

  /** A float from [0, 1): 24 random bits. */
  float uniformFloat() {
    return (bits32() & 0xFF_FFFF) * 0x1p-24f;
  }

  /** A whole number of 53 random bits. */
  long bits53() {
    return bits64() & 0x1F_FFFF_FFFF_FFFFL;
  }

  /** A double from [0, 1): 53 random bits. */
  double uniformDouble() {
    return bits53() * 0x1p-53;
  }

  /** A standard normal number by Box and Muller, who make two at once; the second is kept for the next call. */
  double normalDouble() {
    if (hasNormal) {
      hasNormal = false;
      return normal;
    }
    double u1 = uniformDouble();
    double u2 = uniformDouble();
    double radius = Math.sqrt(-2 * Math.log(1 - u2));
    double angle = 2 * Math.PI * u1;
    normal = radius * Math.sin(angle);
    hasNormal = true;
    return radius * Math.cos(angle);
  }

  private void twist() {
    for (int i = 0; i < WORDS - SHIFT; i++) {
      words[i] = words[i + SHIFT] ^ mix(words[i], words[i + 1]);
    }
    for (int i = WORDS - SHIFT; i < WORDS - 1; i++) {
      words[i] = words[i + SHIFT - WORDS] ^ mix(words[i], words[i + 1]);
    }
    words[WORDS - 1] = words[SHIFT - 1] ^ mix(words[WORDS - 1], words[0]);
  }

  private void temper() {
    for (int i = 0; i < WORDS; i++) {
      int y = words[i];
      y ^= y >>> 11;
      y ^= (y << 7) & 0x9D2C5680;
      y ^= (y << 15) & 0xEFC60000;
      bits[i] = y ^ (y >>> 18);
    }
  }

  private static int mix(int upper, int lower) {
    int y = (upper & 0x8000_0000) | (lower & 0x7FFF_FFFF);
    return (y >>> 1) ^ (-(y & 1) & 0x9908_B0DF);
  }
}
