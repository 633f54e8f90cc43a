#ifndef CPERMUTATION_H
#define CPERMUTATION_H
// What Swift's vectors have no word for, or only ones that the compiler takes apart: each of these stays one
// instruction of x86-64-v4, or of x86-64-v3. A build does not see that this file has changed: touch a kernel then.
#if defined(__AVX512F__)
typedef float SetlFloats __attribute__((__vector_size__(64)));
typedef int SetlInts __attribute__((__vector_size__(64)));
#define SETL_INLINE static inline __attribute__((__always_inline__)) SetlFloats

/// Lane by lane: one of the 32 numbers of `low` and `high`, by the lowest five bits of its index.
SETL_INLINE setl_picked(SetlFloats low, SetlInts indices, SetlFloats high) {
  return (SetlFloats)__builtin_ia32_vpermi2varps512(low, indices, high);
}

/// x, of which the compiler does not know that it is: else it joins one shuffle with the next to a third
/// that takes longer.
SETL_INLINE setl_opaque(SetlFloats x) {
  __asm__("" : "+v"(x));
  return x;
}

// Of each quarter, lanes 0 and 1, or 2 and 3, of x and y in turn.
SETL_INLINE setl_low(SetlFloats x, SetlFloats y) {
  return setl_opaque(__builtin_shufflevector(x, y, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29));
}
SETL_INLINE setl_high(SetlFloats x, SetlFloats y) {
  return setl_opaque(__builtin_shufflevector(x, y, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31));
}

// Of each quarter, lanes 0 and 1, or 2 and 3, of x and then of y.
SETL_INLINE setl_low_pairs(SetlFloats x, SetlFloats y) {
  return setl_opaque(__builtin_shufflevector(x, y, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29));
}
SETL_INLINE setl_high_pairs(SetlFloats x, SetlFloats y) {
  return setl_opaque(__builtin_shufflevector(x, y, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31));
}

// Quarters 0 and 2, or 1 and 3, of x and then of y.
SETL_INLINE setl_even_quarters(SetlFloats x, SetlFloats y) {
  return setl_opaque(__builtin_shufflevector(x, y, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27));
}
SETL_INLINE setl_odd_quarters(SetlFloats x, SetlFloats y) {
  return setl_opaque(__builtin_shufflevector(x, y, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31));
}
#elif defined(__AVX2__)
typedef float SetlFloats __attribute__((__vector_size__(32)));

/// Of each quarter of sixteen lanes, the sums of neighbours in x and then in y.
static inline __attribute__((__always_inline__)) SetlFloats setl_quarter_sums(SetlFloats x, SetlFloats y) {
  return (SetlFloats)__builtin_ia32_haddps256(x, y);
}
#endif
#endif
