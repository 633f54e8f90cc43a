#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

// The constants of the CBLAS interface: row-major, not transposed, transposed.
enum { row_major = 101, plain = 111, transposed = 112 };

typedef void (*sgemm_function)(int order, int transpose_a, int transpose_b, int rows, int columns,
                               int inner, float alpha, const float *a, int a_stride, const float *b,
                               int b_stride, float beta, float *c, int c_stride);

static sgemm_function sgemm;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
  if (library) sgemm = (sgemm_function)dlsym(library, "cblas_sgemm");
}

int setl_has_sgemm(void) {
  pthread_once(&once, load);
  return sgemm != 0;
}

void setl_sgemm(int transpose_a, int transpose_b, int rows, int columns, int inner, const float *a,
                int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride) {
  sgemm(row_major, transpose_a ? transposed : plain, transpose_b ? transposed : plain, rows, columns,
        inner, 1, a, a_stride, b, b_stride, beta, c, c_stride);
}
