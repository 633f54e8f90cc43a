#define _GNU_SOURCE
#include "CMPI.h"

#include <dlfcn.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

// A handle is a pointer in Open MPI and in the standard interface, an int in MPICH's. Passed in a register of
// the full width it is right for each: x86-64 and AArch64 pass both in the same one.
typedef uintptr_t handle;

static struct {
  int (*Init_thread)(int *argc, char ***argv, int required, int *provided);
  int (*Comm_rank)(handle comm, int *rank);
  int (*Comm_size)(handle comm, int *size);
  int (*Allgather)(const void *, int, handle, void *, int, handle, handle);
  int (*Allgatherv)(const void *, int, handle, void *, const int *, const int *, handle, handle);
  int (*Alltoallv)(const void *, const int *, const int *, handle, void *, const int *, const int *,
                   handle, handle);
  int (*Abort)(handle, int);
  int (*Finalize)(void);
} mpi;

static handle world, byte_type;
static const char *interface = "none";
static char problem[512];

static int number(const char *name) {
  const char *text = getenv(name);
  return text ? atoi(text) : 0;
}

int setl_mpi_launched(void) {
  // Open MPI's mpirun; MPICH's and Intel's mpiexec; srun, where the job step has an MPI plug-in.
  int count = number("OMPI_COMM_WORLD_SIZE");
  if (count <= 0) count = number("PMI_SIZE");
  if (count <= 0 && (getenv("PMIX_RANK") || getenv("PMI_RANK"))) count = number("SLURM_NTASKS");
  return count > 0 ? count : 1;
}

int setl_mpi_launched_rank(void) {
  static const char *const names[] = {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK"};
  for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
    if (getenv(names[i])) return number(names[i]);
  return 0;
}

// A process must speak to the launcher that started it: so the launcher says which library is looked for
// first.
static void *open_library(void) {
  static const char *const open_mpi[] = {"libmpi.so.40", "libmpi_abi.so.1", NULL};
  static const char *const mpich[] = {"libmpi_abi.so.1", "libmpi.so.12", "libmpich.so.12", NULL};
  // srun's two plug-ins: Open MPI speaks the one, MPICH the other.
  static const char *const with_pmix[] = {"libmpi.so.40", "libmpi_abi.so.1", "libmpi.so.12",
                                          "libmpich.so.12", NULL};
  const char *const *names = getenv("OMPI_COMM_WORLD_SIZE")          ? open_mpi
                             : getenv("PMIX_RANK") && !getenv("PMI_SIZE") ? with_pmix
                                                                     : mpich;
  void *library = NULL;
  for (; *names && !library; names++) library = dlopen(*names, RTLD_NOW | RTLD_GLOBAL);
  return library;
}

// Fills in the constants, and gives what the library calls MPI_THREAD_SERIALIZED; -1 where it is of none of
// the three kinds.
static int learn_interface(void *library) {
  void *open_mpi_world = dlsym(library, "ompi_mpi_comm_world");
  if (open_mpi_world) {
    interface = "Open MPI";
    world = (handle)open_mpi_world;
    byte_type = (handle)dlsym(library, "ompi_mpi_byte");
    return byte_type ? 2 : -1;
  }
  int (*version)(int *, int *);
  *(void **)&version = dlsym(library, "MPI_Abi_get_version");
  int major = -1, minor = -1;
  if (version) version(&major, &minor);
  if (major == 1) {
    interface = "MPI 5";
    world = 0x101;
    byte_type = 0x247;
    return 2048;
  }
  interface = "MPICH";
  world = 0x44000000;
  byte_type = 0x4c00010d;
  return 2;
}

static const char *find_functions(void *library) {
#define FIND(name)                                                                                 \
  *(void **)&mpi.name = dlsym(library, "MPI_" #name);                                              \
  if (!mpi.name) return "the MPI library has no MPI_" #name;
  FIND(Init_thread)
  FIND(Comm_rank)
  FIND(Comm_size)
  FIND(Allgather)
  FIND(Allgatherv)
  FIND(Alltoallv)
  FIND(Abort)
  FIND(Finalize)
#undef FIND
  return NULL;
}

const char *setl_mpi_begin(int *rank, int *count) {
  void *library = open_library();
  if (!library) {
    snprintf(problem, sizeof problem, "the MPI library was not found (%s)", dlerror());
    return problem;
  }
  const char *missing = find_functions(library);
  if (missing) return missing;
  int serialized = learn_interface(library), provided = 0;
  if (serialized < 0) return "the MPI library is of an unknown kind";
  if (mpi.Init_thread(NULL, NULL, serialized, &provided) != 0)
    return "the MPI library could not begin";
  if (provided < serialized) return "the MPI library may be called by the main thread alone";
  mpi.Comm_rank(world, rank);
  mpi.Comm_size(world, count);
  // Open MPI's library under MPICH's launcher makes as many groups of one, and says nothing.
  if (*count != setl_mpi_launched()) {
    snprintf(problem, sizeof problem,
             "the launcher started %d processes, and the MPI library (%s) sees %d: they belong to "
             "different MPIs",
             setl_mpi_launched(), interface, *count);
    return problem;
  }
  return NULL;
}

const char *setl_mpi_interface(void) { return interface; }

int setl_mpi_gather(const void *mine, int bytes, void *all) {
  return mpi.Allgather(mine, bytes, byte_type, all, bytes, byte_type, world);
}

int setl_mpi_gather_parts(const void *mine, int bytes, void *all, const int *counts,
                          const int *starts) {
  return mpi.Allgatherv(mine, bytes, byte_type, all, counts, starts, byte_type, world);
}

int setl_mpi_exchange(const void *mine, const int *counts, const int *starts, void *all,
                      const int *got, const int *places) {
  return mpi.Alltoallv(mine, counts, starts, byte_type, all, got, places, byte_type, world);
}

void setl_mpi_end(void) { mpi.Finalize(); }

void setl_mpi_abort(int status) { mpi.Abort(world, status); }

int setl_may_use_core(int core) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 && core < CPU_SETSIZE && CPU_ISSET(core, &set);
}
