#ifndef COPENBLAS_H
#define COPENBLAS_H

/// Says in the environment that OpenBLAS has one thread, which it goes by when it is loaded. A process calls
/// this before it has a second thread, which might be reading the environment.
void setl_prepare_sgemm(void);

/// c = beta · c + op(a) · op(b), row-major, on the calling thread alone. Gives 0, and leaves c as it was,
/// where that cannot be computed: the library is missing, or the system has no memory for it to work in.
///
/// The library is opened when it is needed and not linked: it starts a thread for each core as soon as it
/// is loaded, whose waiting disturbs everything else, unless the environment says "one" before. In C because
/// the function is called through a pointer of its own kind.
int setl_sgemm(int transpose_a, int transpose_b, int rows, int columns, int inner, const float *a,
               int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride);

#endif
