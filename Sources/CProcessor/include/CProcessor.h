#ifndef CPROCESSOR_H
#define CPROCESSOR_H
/// The highest x86-64 microarchitecture level (1, 3 or 4) that this processor and its operating
/// system offer; 1 elsewhere. In C because Swift has no access to the cpuid instruction.
int setl_processor_level(void);

/// Lets the allocator keep blocks of up to 32 MiB and use them again: to hand each back to the system and
/// get it anew, page by page, took a third of the time of growing lists. In C because malloc.h is no part
/// of Swift's Glibc module.
void setl_keep_large_blocks(void);
#endif
