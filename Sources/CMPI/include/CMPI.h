#ifndef SETL_CMPI_H
#define SETL_CMPI_H

/// MPI, opened where a launcher such as mpirun or srun has started the process, and not linked: nothing is
/// needed to build, and a start without a launcher never looks for it. In C because the functions are called
/// through pointers of their own kinds.

/// How many processes a launcher started, from its environment variables; 1 without a launcher. Costs no
/// more than to look at those.
int setl_mpi_launched(void);

/// Which of them this process is, by the same variables; 0 where they do not tell.
int setl_mpi_launched_rank(void);

/// Opens the library of the launcher's kind, joins the others, and gives which of how many this process is.
/// NULL where all is well, else what is wrong, in words.
const char *setl_mpi_begin(int *rank, int *count);

/// Which interface the library has: "Open MPI", "MPICH", "MPI 5".
const char *setl_mpi_interface(void);

/// Each process gives `bytes` bytes, and gets those of all, in the order of ranks. This and the next two may
/// be called on any thread, one at a time; they give 0 where all is well.
int setl_mpi_gather(const void *mine, int bytes, void *all);

/// The same where process r gives `counts[r]` bytes, which come to stand at `starts[r]`.
int setl_mpi_gather_parts(const void *mine, int bytes, void *all, const int *counts,
                          const int *starts);

/// Each gives `counts[r]` bytes at `starts[r]` to process r, and gets `got[r]` bytes from it at `places[r]`.
int setl_mpi_exchange(const void *mine, const int *counts, const int *starts, void *all,
                      const int *got, const int *places);

/// Waits until all have come so far, and leaves.
void setl_mpi_end(void);

/// Ends all processes.
void setl_mpi_abort(int status);

/// Whether this process may run on that core of its machine; launchers bind processes to some.
int setl_may_use_core(int core);

#endif
