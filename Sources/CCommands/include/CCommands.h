#ifndef CCOMMANDS_H
#define CCOMMANDS_H
#include <sys/types.h>

/// Starts a program as a child in a process group of its own, with the signals as a program expects them and
/// no open files but its three streams; −1 leads to no file. With `takes_terminal` its group is in front of the
/// terminal that it reads before it begins. Gives its number, or the system's number of the reason, negative. In C because
/// the lists that this takes stand behind macros which Swift does not set.
pid_t setl_spawn(
    char *const arguments[], int input, int output, int errors, int takes_terminal);

/// A pipe whose ends no other child inherits; 0, or the system's number of the reason.
int setl_pipe(int ends[2]);
#endif
