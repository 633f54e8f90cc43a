#include "CLibedit.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static EditLine *editor;
static History *entries;
static FILE *nowhere;
static struct setl_edit_owner owner;

// What libedit believes it draws on is large while it has any text: in windows of few columns it writes
// outside its own memory. By itself it takes the window's size whenever it begins a line.
static void keep_size(EditLine *el) {
  int columns = 0;
  if (el_get(el, EL_GETTC, "co", &columns) == 0 && columns == 1000)
    return;
  el_set(el, EL_SETTC, "co", "1000", NULL);
  el_set(el, EL_SETTC, "li", "100", NULL);
}

static int read_character(EditLine *el, wchar_t *character) {
  keep_size(el);
  int next = owner.read == NULL ? -1 : owner.read(owner.context);
  if (next < 0) {
    errno = EINTR;
    return -1;
  }
  *character = (wchar_t)next;
  return 1;
}

static unsigned char run(int number, int key) {
  int is_done = owner.run != NULL && owner.run(owner.context, number, key);
  // Never CC_REFRESH: what libedit would draw goes nowhere.
  return is_done ? CC_NEWLINE : CC_NORM;
}

// libedit tells a command apart by its function alone.
#define COMMAND(n)                                                                                 \
  static unsigned char run_##n(EditLine *el, int key) {                                            \
    (void)el;                                                                                      \
    return run(n, key);                                                                            \
  }
#define EIGHT(X, d) X(d##0) X(d##1) X(d##2) X(d##3) X(d##4) X(d##5) X(d##6) X(d##7)
// Octal, so that the digits of one count go on in the next.
#define ALL(X)                                                                                     \
  EIGHT(X, 00) EIGHT(X, 01) EIGHT(X, 02) EIGHT(X, 03) EIGHT(X, 04) EIGHT(X, 05) EIGHT(X, 06)       \
  EIGHT(X, 07)
ALL(COMMAND)
#define ENTRY(n) run_##n,
static unsigned char (*const commands[SETL_EDIT_COMMANDS])(EditLine *, int) = {ALL(ENTRY)};

int setl_edit_open(int with_vi_keys) {
  // Without a UTF-8 locale libedit drops what is not ASCII.
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
    setlocale(LC_CTYPE, "C.UTF-8");
  nowhere = fopen("/dev/null", "we");
  if (nowhere == NULL)
    return 0;
  // The descriptors are the terminal's, whose modes libedit keeps; the streams lead nowhere.
  entries = history_init();
  editor = el_init_fd("setl", stdin, nowhere, nowhere, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
  if (editor == NULL || entries == NULL)
    return 0;
  // The owner has the earlier cells. This one stays empty: some of vi's commands look into a history
  // without asking whether there is one.
  el_set(editor, EL_HIST, history, entries);
  el_set(editor, EL_EDITOR, with_vi_keys ? "vi" : "emacs");
  el_set(editor, EL_SIGNAL, 0);
  el_wset(editor, EL_GETCFN, read_character);
  el_source(editor, NULL);
  // By itself a terminal drops, at Ctrl-C, what was written and not shown yet: results, and the sequences
  // that put it back as it was.
  el_set(editor, EL_SETTY, "-d", "+noflsh", NULL);
  el_set(editor, EL_SETTY, "-x", "+noflsh", NULL);
  // The two characters that end a pasted line elsewhere are to be told from two line ends.
  el_set(editor, EL_SETTY, "-d", "-icrnl", "-inlcr", NULL);
  // Ctrl-S is a key while a text is edited; else it goes on stopping the terminal where it did.
  el_set(editor, EL_SETTY, "-d", "-ixon", NULL);
  return 1;
}

void setl_edit_own(struct setl_edit_owner new_owner) { owner = new_owner; }

int setl_edit_has_vi_keys(void) {
  const char *name = "";
  return editor != NULL && el_get(editor, EL_EDITOR, &name) == 0 && strcmp(name, "vi") == 0;
}

void setl_edit_name(int number, const char *name, const char *help) {
  if (editor != NULL && number >= 0 && number < SETL_EDIT_COMMANDS)
    el_set(editor, EL_ADDFN, name, help, commands[number]);
}

void setl_edit_bind(const char *keys, const char *name, int in_command_mode) {
  if (editor == NULL)
    return;
  if (in_command_mode)
    el_set(editor, EL_BIND, "-a", keys, name, NULL);
  else
    el_set(editor, EL_BIND, keys, name, NULL);
}

void setl_edit_parse(const char *line) {
  int count;
  const char **words;
  Tokenizer *tokenizer = editor == NULL ? NULL : tok_init(NULL);
  if (tokenizer == NULL)
    return;
  if (tok_str(tokenizer, line, &count, &words) == 0 && count > 0)
    el_parse(editor, count, words);
  tok_end(tokenizer);
}

void setl_edit_run(void) {
  int count = 0;
  if (editor != NULL && el_wgets(editor, &count) == NULL)
    el_reset(editor);
}

const wchar_t *setl_edit_text(int *length, int *cursor) {
  const LineInfoW *line = editor == NULL ? NULL : el_wline(editor);
  *length = line == NULL ? 0 : (int)(line->lastchar - line->buffer);
  *cursor = line == NULL ? 0 : (int)(line->cursor - line->buffer);
  return line == NULL ? L"" : line->buffer;
}

void setl_edit_replace(const wchar_t *text, int cursor) {
  int length, old;
  if (editor == NULL)
    return;
  if (text[0] == 0) {
    // Nothing is no text to libedit.
    setl_edit_text(&length, &old);
    el_cursor(editor, length - old);
    el_deletestr(editor, length);
    return;
  }
  if (el_wreplacestr(editor, text) == -1)
    return;
  setl_edit_text(&length, &old);
  el_cursor(editor, cursor - old);
}

void setl_edit_drop_keys(void) { tcflush(STDIN_FILENO, TCIFLUSH); }

void setl_edit_prepare_terminal(int prepare) {
  if (editor != NULL)
    el_set(editor, EL_PREP_TERM, prepare);
}

void setl_edit_close(void) {
  if (editor != NULL)
    el_end(editor);
  if (entries != NULL)
    history_end(entries);
  if (nowhere != NULL)
    fclose(nowhere);
  editor = NULL;
  entries = NULL;
  nowhere = NULL;
}

static void (*interrupt_handler)(int number);
static volatile sig_atomic_t was_continued;
static int signal_pipe[2] = {-1, -1};
static struct termios modes_at_start;
static int has_modes;

static void on_signal(int number) {
  int saved = errno;
  if (number != SIGWINCH && number != SIGCONT && interrupt_handler != NULL)
    interrupt_handler(number);
  if (number == SIGCONT)
    was_continued = 1;
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(signal_pipe[1], &byte, 1);
  (void)written;
  errno = saved;
}

static void leave_terminal(void) {
  static const char plain_paste[] = "\033[?2004l\033[?25h\033[0m";
  if (has_modes) {
    // Another program may have the terminal, and whoever sets its modes from behind would be stopped.
    signal(SIGTTOU, SIG_IGN);
    tcsetattr(STDIN_FILENO, TCSANOW, &modes_at_start);
    ssize_t written = write(STDOUT_FILENO, plain_paste, sizeof plain_paste - 1);
    (void)written;
  }
}

static void on_end(int number) {
  leave_terminal();
  // The handler was for one time: the signal now does what it does by itself.
  raise(number);
}

static void watch(int number, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

// The shell gets the terminal as it was, and not in the editor's modes; whoever edits takes it again once it is
// told that the process goes on.
static void on_stop(int number) {
  int saved = errno;
  leave_terminal();
  signal(number, SIG_DFL);
  raise(number);
  // Where there is no shell that could go on with it, the process was not stopped.
  on_signal(SIGCONT);
  watch(number, on_stop, SA_NODEFER);
  errno = saved;
}

// Where a signal is told of when it says that the stack is full.
static char spare_stack[1 << 16];

int setl_watch_signals(void (*handler)(int number)) {
  interrupt_handler = handler;
  if (signal_pipe[0] < 0 && pipe(signal_pipe) == 0)
    for (int end = 0; end < 2; end++) {
      fcntl(signal_pipe[end], F_SETFD, FD_CLOEXEC);
      fcntl(signal_pipe[end], F_SETFL, O_NONBLOCK);
    }
  has_modes = tcgetattr(STDIN_FILENO, &modes_at_start) == 0;
  // No SA_RESTART: an interrupt ends what waits.
  watch(SIGINT, on_signal, 0);
  if (isatty(STDIN_FILENO)) {
    watch(SIGWINCH, on_signal, 0);
    watch(SIGCONT, on_signal, 0);
    // Started by a shell without jobs, the process is not to be stopped.
    struct sigaction stop;
    if (sigaction(SIGTSTP, NULL, &stop) == 0 && stop.sa_handler != SIG_IGN)
      watch(SIGTSTP, on_stop, SA_NODEFER);
    // A crash must not leave the terminal in the editor's modes either.
    stack_t stack = {.ss_sp = spare_stack, .ss_size = sizeof spare_stack, .ss_flags = 0};
    sigaltstack(&stack, NULL);
    static const int ends[] = {SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV,
                               SIGILL,  SIGBUS, SIGFPE,  SIGTRAP};
    for (unsigned i = 0; i < sizeof ends / sizeof ends[0]; i++)
      watch(ends[i], on_end, (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK));
  }
  return signal_pipe[0];
}

void setl_watch_signal(int number) { watch(number, on_signal, 0); }

int setl_was_continued(void) {
  int result = was_continued;
  was_continued = 0;
  return result;
}
