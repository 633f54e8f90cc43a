#define _GNU_SOURCE
#include "CMemory.h"
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void setl_keep_large_blocks(void) {
  const intptr_t ahead = 256 << 20, huge = 2 << 20;
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
  // The heap is extended once, by address space alone, which then can be had in large pages.
  mallopt(M_TOP_PAD, ahead);
  void *block = malloc(1 << 20);
  free(block);
  mallopt(M_TOP_PAD, 128 << 10);
  const intptr_t end = (intptr_t)sbrk(0) / huge * huge;
  const intptr_t start = ((intptr_t)block + huge - 1) / huge * huge;
  if (block && start < end && end - start <= 2 * ahead)
    madvise((void *)start, (size_t)(end - start), MADV_HUGEPAGE);
}

void setl_give_back_memory(void) { malloc_trim(0); }

const void *setl_find_bytes(const void *bytes, size_t count, const void *part, size_t partCount) {
  return memmem(bytes, count, part, partCount);
}
