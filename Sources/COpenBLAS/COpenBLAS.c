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
static pthread_once_t once = PTHREAD_ONCE_INIT;

void setl_prepare_sgemm(void) {
  const char *threads = getenv("OPENBLAS_NUM_THREADS");
  if (!threads || strcmp(threads, "1") != 0) setenv("OPENBLAS_NUM_THREADS", "1", 1);
}

static void load(void) {
  setl_prepare_sgemm();
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
  if (library) sgemm = (sgemm_function)dlsym(library, "cblas_sgemm");
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
