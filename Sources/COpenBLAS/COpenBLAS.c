#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

// The constants of the CBLAS interface: row-major, not transposed, transposed.
enum { row_major = 101, plain = 111, transposed = 112 };

typedef void (*sgemm_function)(int order, int transpose_a, int transpose_b, int rows, int columns,
                               int inner, float alpha, const float *a, int a_stride, const float *b,
                               int b_stride, float beta, float *c, int c_stride);

static sgemm_function sgemm;

// LAPACK as Fortran has it: everything by address, the lengths of texts behind all else.
static struct {
  void (*dgesv)(int *, int *, double *, int *, int *, double *, int *, int *);
  void (*dgetrf)(int *, int *, double *, int *, int *, int *);
  void (*dpotrf)(const char *, int *, double *, int *, int *, size_t);
  void (*dgeqrf)(int *, int *, double *, int *, double *, double *, int *, int *);
  void (*dorgqr)(int *, int *, int *, double *, int *, double *, double *, int *, int *);
  void (*dgelsd)(int *, int *, int *, double *, int *, double *, int *, double *, double *, int *, double *,
                 int *, int *, int *);
  void (*dgesdd)(const char *, int *, int *, double *, int *, double *, double *, int *, double *, int *,
                 double *, int *, int *, int *, size_t);
  void (*dsyevd)(const char *, const char *, int *, double *, int *, double *, double *, int *, int *, int *,
                 int *, size_t, size_t);
  void (*dgeev)(const char *, const char *, int *, double *, int *, double *, double *, double *, int *,
                double *, int *, double *, int *, int *, size_t, size_t);
} lapack;
static pthread_once_t once = PTHREAD_ONCE_INIT;

void setl_prepare_sgemm(void) {
  const char *threads = getenv("OPENBLAS_NUM_THREADS");
  if (!threads || strcmp(threads, "1") != 0) setenv("OPENBLAS_NUM_THREADS", "1", 1);
}

static void load(void) {
  setl_prepare_sgemm();
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  sgemm = (sgemm_function)dlsym(library, "cblas_sgemm");
#define FIND(name) *(void **)&lapack.name = dlsym(library, #name "_")
  FIND(dgesv);
  FIND(dgetrf);
  FIND(dpotrf);
  FIND(dgeqrf);
  FIND(dorgqr);
  FIND(dgelsd);
  FIND(dgesdd);
  FIND(dsyevd);
  FIND(dgeev);
#undef FIND
}

// What one call works in: 128 MiB in 0.3.21, which stay for later calls.
static const size_t buffer_size = (size_t)128 << 20;
static pthread_mutex_t buffers = PTHREAD_MUTEX_INITIALIZER;
static atomic_int running, secured;

// Whether there is a buffer for so many calls at once. Where the system has none, OpenBLAS would ask for it
// for ever; so it is asked here first, whenever more calls run at once than ever before.
static int has_buffer(int calls) {
  if (calls <= atomic_load(&secured)) return 1;
  pthread_mutex_lock(&buffers);
  int is_there = calls <= atomic_load(&secured);
  if (!is_there) {
    // With room for a call that was granted its own and has not taken it yet.
    void *place = mmap(NULL, 2 * buffer_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    is_there = place != MAP_FAILED;
    if (is_there) {
      munmap(place, 2 * buffer_size);
      atomic_store(&secured, calls);
    }
  }
  pthread_mutex_unlock(&buffers);
  return is_there;
}

int setl_sgemm(int transpose_a, int transpose_b, int rows, int columns, int inner, const float *a,
               int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride) {
  pthread_once(&once, load);
  if (!sgemm) return 0;
  const int can_run = has_buffer(atomic_fetch_add(&running, 1) + 1);
  if (can_run)
    sgemm(row_major, transpose_a ? transposed : plain, transpose_b ? transposed : plain, rows,
          columns, inner, 1, a, a_stride, b, b_stride, beta, c, c_stride);
  atomic_fetch_sub(&running, 1);
  return can_run;
}

// Calls a function of LAPACK, whose last parameter but for lengths of texts is `&info`, where it is there and has
// memory to work in; gives `info`.
#define CALL(name, ...)                                                  \
  do {                                                                   \
    pthread_once(&once, load);                                           \
    if (!lapack.name) return setl_lapack_missing;                        \
    int info = setl_lapack_no_memory;                                    \
    if (has_buffer(atomic_fetch_add(&running, 1) + 1)) lapack.name(__VA_ARGS__); \
    atomic_fetch_sub(&running, 1);                                       \
    return info;                                                         \
  } while (0)

static int at_least_one(int count) { return count > 1 ? count : 1; }

int setl_dgesv(int size, int columns, double *a, int *pivots, double *b) {
  int stride = at_least_one(size);
  CALL(dgesv, &size, &columns, a, &stride, pivots, b, &stride, &info);
}

int setl_dgetrf(int rows, int columns, double *a, int *pivots) {
  int stride = at_least_one(rows);
  CALL(dgetrf, &rows, &columns, a, &stride, pivots, &info);
}

int setl_dpotrf(int size, double *a) {
  int stride = at_least_one(size);
  CALL(dpotrf, "L", &size, a, &stride, &info, 1);
}

int setl_dgeqrf(int rows, int columns, double *a, double *scales, double *work, int work_size) {
  int stride = at_least_one(rows);
  CALL(dgeqrf, &rows, &columns, a, &stride, scales, work, &work_size, &info);
}

int setl_dorgqr(int rows, int columns, int count, double *a, double *scales, double *work, int work_size) {
  int stride = at_least_one(rows);
  CALL(dorgqr, &rows, &columns, &count, a, &stride, scales, work, &work_size, &info);
}

int setl_dgelsd(int rows, int columns, int sides, double *a, double *b, int b_rows, double *singular,
                int *rank, double *work, int work_size, int *whole_work) {
  int stride = at_least_one(rows), b_stride = at_least_one(b_rows);
  double condition = 2.220446049250313e-16 * at_least_one(rows > columns ? rows : columns);
  CALL(dgelsd, &rows, &columns, &sides, a, &stride, b, &b_stride, singular, &condition, rank, work,
       &work_size, whole_work, &info);
}

int setl_dgesdd(int rows, int columns, double *a, double *singular, double *left, double *right,
                double *work, int work_size, int *whole_work) {
  int stride = at_least_one(rows), right_stride = at_least_one(rows < columns ? rows : columns);
  CALL(dgesdd, "S", &rows, &columns, a, &stride, singular, left, &stride, right, &right_stride, work,
       &work_size, whole_work, &info, 1);
}

int setl_dsyevd(int size, double *a, double *values, double *work, int work_size, int *whole_work,
                int whole_work_size) {
  int stride = at_least_one(size);
  CALL(dsyevd, "V", "L", &size, a, &stride, values, work, &work_size, whole_work, &whole_work_size, &info,
       1, 1);
}

int setl_dgeev(int size, double *a, double *real, double *imaginary, double *vectors, double *work,
               int work_size) {
  int stride = at_least_one(size), one = 1;
  CALL(dgeev, "N", "V", &size, a, &stride, real, imaginary, NULL, &one, vectors, &stride, work, &work_size,
       &info, 1, 1);
}
