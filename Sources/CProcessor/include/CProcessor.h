#ifndef CPROCESSOR_H
#define CPROCESSOR_H
/// The highest x86-64 microarchitecture level (1, 3 or 4) that this processor and its operating
/// system offer; 1 elsewhere. In C because Swift has no access to the cpuid instruction.
int setl_processor_level(void);
#endif
