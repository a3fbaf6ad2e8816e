package dev.nabla;

/** The parts of {@code mantissa * 2^exponent}; the exponents are int32. */
public record Frexp(Tensor mantissa, Tensor exponent) {}
