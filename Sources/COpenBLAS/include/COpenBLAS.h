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

/// What the functions of LAPACK below give beside LAPACK's own `info`: the library has none of them, or the
/// system has no memory for it to work in. Both are below every `info`, which is minus a parameter's number
/// at the least.
enum { setl_lapack_missing = -1000, setl_lapack_no_memory = -1001 };

/// LAPACK's functions of the same names, on the calling thread alone. Matrices are column-major, as many
/// numbers apart as they have rows; what is given is overwritten. Where `work_size` is -1, `work[0]` (and
/// `whole_work[0]`) becomes the size that is needed, and nothing is computed.
int setl_dgesv(int size, int columns, double *a, int *pivots, double *b);
int setl_dgetrf(int rows, int columns, double *a, int *pivots);
int setl_dpotrf(int size, double *a);
int setl_dgeqrf(int rows, int columns, double *a, double *scales, double *work, int work_size);
int setl_dorgqr(int rows, int columns, int count, double *a, double *scales, double *work, int work_size);
int setl_dgelsd(int rows, int columns, int sides, double *a, double *b, int b_rows, double *singular,
                int *rank, double *work, int work_size, int *whole_work);
int setl_dgesdd(int rows, int columns, double *a, double *singular, double *left, double *right,
                double *work, int work_size, int *whole_work);
int setl_dsyevd(int size, double *a, double *values, double *work, int work_size, int *whole_work,
                int whole_work_size);
int setl_dgeev(int size, double *a, double *real, double *imaginary, double *vectors, double *work,
               int work_size);

#endif
