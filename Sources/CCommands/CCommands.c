#define _GNU_SOURCE
#include "CCommands.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

extern char **environ;

static void lead(posix_spawn_file_actions_t *actions, int from, int to) {
  if (from < 0)
    posix_spawn_file_actions_addopen(actions, to, "/dev/null", O_RDWR, 0);
  else
    // Onto itself too: it is then not closed at the start of the program.
    posix_spawn_file_actions_adddup2(actions, from, to);
}

pid_t setl_spawn(
    char *const arguments[], int input, int output, int errors, int takes_terminal) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  lead(&actions, input, STDIN_FILENO);
  lead(&actions, output, STDOUT_FILENO);
  lead(&actions, errors, STDERR_FILENO);
  if (takes_terminal) posix_spawn_file_actions_addtcsetpgrp_np(&actions, STDIN_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  // A thread may have held all signals back, and what this process ignores the child would ignore too.
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t process = 0;
  int failure = posix_spawnp(&process, arguments[0], &actions, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failure == 0 ? process : -failure;
}

int setl_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }
