#ifndef CMEMORY_H
#define CMEMORY_H
// In C because malloc.h and what GNU adds are no part of Swift's Glibc module.
#include <stddef.h>

/// Lets the allocator keep blocks of up to 32 MiB and use them again: to hand each back to the system and
/// get it anew, page by page, took a third of the time of growing lists.
void setl_keep_large_blocks(void);

/// Has the allocator hand back to the system what it keeps and nobody uses.
void setl_give_back_memory(void);

/// As memmem: where a part first stands in bytes, NULL where it does not. Linear in the bytes of both.
const void *setl_find_bytes(const void *bytes, size_t count, const void *part, size_t partCount);
#endif
