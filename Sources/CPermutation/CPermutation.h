#ifndef CPERMUTATION_H
#define CPERMUTATION_H
// One instruction of x86-64-v4 that Swift's vectors have no word for.
#if defined(__AVX512F__)
typedef float SetlFloats __attribute__((__vector_size__(64)));
typedef int SetlInts __attribute__((__vector_size__(64)));

/// Lane by lane: one of the 32 numbers of `low` and `high`, by the lowest five bits of its index.
static inline __attribute__((__always_inline__)) SetlFloats
setl_picked(SetlFloats low, SetlInts indices, SetlFloats high) {
  return (SetlFloats)__builtin_ia32_vpermi2varps512(low, indices, high);
}
#endif
#endif
