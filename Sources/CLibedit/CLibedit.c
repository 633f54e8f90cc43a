#include "CLibedit.h"

#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static EditLine *editor;
static History *entries;
static HistEvent event;
static const char *current_prompt = "";
static setl_complete_function complete;
static void (*interrupt_handler)(void);

static char *prompt(EditLine *el) {
  (void)el;
  return (char *)current_prompt;
}

static unsigned char complete_line(EditLine *el, int key) {
  (void)key;
  static char insertion[4096], listing[65536];
  const LineInfo *info = el_line(el);
  static char line[1 << 20];
  size_t length = (size_t)(info->lastchar - info->buffer);
  if (complete == NULL || length >= sizeof line)
    return CC_ERROR;
  memcpy(line, info->buffer, length);
  line[length] = 0;
  insertion[0] = listing[0] = 0;
  complete(line, (int)(info->cursor - info->buffer), insertion, sizeof insertion, listing,
           sizeof listing);
  if (insertion[0] != 0)
    return el_insertstr(el, insertion) == -1 ? CC_ERROR : CC_REFRESH;
  if (listing[0] == 0)
    return CC_REFRESH_BEEP;
  fprintf(stdout, "\n%s\n", listing);
  return CC_REDISPLAY;
}

int setl_edit_open(const char *program, setl_complete_function function) {
  // Without a UTF-8 locale libedit drops what is not ASCII.
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
    setlocale(LC_CTYPE, "C.UTF-8");
  complete = function;
  editor = el_init(program, stdin, stdout, stderr);
  entries = history_init();
  if (editor == NULL || entries == NULL)
    return 0;
  history(entries, &event, H_SETSIZE, 10000);
  history(entries, &event, H_SETUNIQUE, 1);
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_SIGNAL, 0);
  el_set(editor, EL_PROMPT, prompt);
  el_set(editor, EL_HIST, history, entries);
  el_set(editor, EL_ADDFN, "setl-complete", "Complete a name", complete_line);
  el_set(editor, EL_BIND, "^I", "setl-complete", NULL);
  el_set(editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
  el_source(editor, NULL);
  return 1;
}

enum setl_edit_status setl_edit_line(const char *text, const char *start, const char **line) {
  int count = 0;
  current_prompt = text;
  if (start[0] != 0)
    el_push(editor, start);
  errno = 0;
  *line = el_gets(editor, &count);
  if (*line != NULL && count > 0)
    return SETL_EDIT_LINE;
  if (count == -1 && errno == EINTR) {
    el_reset(editor);
    return SETL_EDIT_INTERRUPTED;
  }
  return SETL_EDIT_END;
}

void setl_edit_remember(const char *entry) { history(entries, &event, H_ENTER, entry); }

void setl_edit_close(void) {
  if (editor != NULL)
    el_end(editor);
  if (entries != NULL)
    history_end(entries);
  editor = NULL;
  entries = NULL;
}

static void on_interrupt(int signal) {
  (void)signal;
  if (interrupt_handler != NULL)
    interrupt_handler();
}

void setl_on_interrupt(void (*handler)(void)) {
  interrupt_handler = handler;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: an interrupt ends the reading of a line.
  sigaction(SIGINT, &action, NULL);
}
