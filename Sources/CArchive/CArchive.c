#include "CArchive.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

static setl_archive_functions functions;
static int is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  is_loaded = 1;
#define FIND(name) \
  *(void **)&functions.name = dlsym(library, #name); \
  if (!functions.name) is_loaded = 0;
  SETL_ARCHIVE_FUNCTIONS(FIND)
#undef FIND
}

const setl_archive_functions *setl_archive(void) {
  pthread_once(&once, load);
  return is_loaded ? &functions : NULL;
}
