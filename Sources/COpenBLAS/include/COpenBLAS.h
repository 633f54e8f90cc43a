#ifndef COPENBLAS_H
#define COPENBLAS_H

/// Finds OpenBLAS's matrix product, at its first call; 0 where the library is missing.
///
/// The library is opened when it is needed and not linked: it starts a thread for each core as soon as it
/// is loaded, whose waiting disturbs everything else, unless the environment says "one" before. In C because
/// the function is called through a pointer of its own kind.
int setl_has_sgemm(void);

/// c = beta · c + op(a) · op(b), row-major; only after `setl_has_sgemm` said that there is one.
void setl_sgemm(int transpose_a, int transpose_b, int rows, int columns, int inner, const float *a,
                int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride);

#endif
