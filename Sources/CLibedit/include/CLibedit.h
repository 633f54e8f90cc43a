#ifndef CLIBEDIT_H
#define CLIBEDIT_H
#include <wchar.h>

/// Editing of a text on libedit, which keeps the text, the keys and the terminal's modes; what is seen is
/// the owner's to draw. In C because el_set is variadic, which Swift cannot call.
///
/// libedit draws one line well, but knows no colours, no suggestions and no text below the line: it is
/// given nowhere to draw, and asks `read` for the next key when the text is as it stays.

struct setl_edit_owner {
  void *context;
  /// Gives the next character; −1 to leave the text.
  int (*read)(void *context);
  /// Runs command `number`, for the character `key`; not 0 when the text is done.
  int (*run)(void *context, int number, int key);
};

/// Begins editing on standard input and output with emacs or vi keys; 0 when that is not possible.
int setl_edit_open(int with_vi_keys);

/// Says whom the editor asks; before the first text.
void setl_edit_own(struct setl_edit_owner owner);

/// Whether the keys are vi's, which ~/.editrc may say too.
int setl_edit_has_vi_keys(void);

/// Names command `number` (less than `SETL_EDIT_COMMANDS`).
void setl_edit_name(int number, const char *name, const char *help);
enum { SETL_EDIT_COMMANDS = 64 };

/// Binds keys, written as libedit reads them, to a named command, or to one of libedit's own;
/// `in_command_mode` binds vi's command mode.
void setl_edit_bind(const char *keys, const char *name, int in_command_mode);

/// Carries out a line as of ~/.editrc.
void setl_edit_parse(const char *line);

/// Edits a text until a command is done with it or `read` leaves it.
void setl_edit_run(void);

/// The text, not terminated, with its length and where the cursor stands.
const wchar_t *setl_edit_text(int *length, int *cursor);

/// Puts another text, which ends with 0, in the place of the text.
void setl_edit_replace(const wchar_t *text, int cursor);

/// Forgets the keys that were pressed and not read.
void setl_edit_drop_keys(void);

/// Puts the terminal into editing's modes, or back: around a stop by Ctrl-Z.
void setl_edit_prepare_terminal(int prepare);

void setl_edit_close(void);

/// Has signals write their number to a pipe, whose reading end this gives: SIGINT, SIGWINCH,
/// SIGCONT. At SIGINT `handler` is called too with its number, in the signal handler. SIGTERM, SIGHUP and what ends a
/// process by itself put the terminal back as it was and end the process as they would. Negative when there is no pipe.
int setl_watch_signals(void (*handler)(int number));

/// Has another signal do what SIGINT does.
void setl_watch_signal(int number);

/// Whether the process went on, after having been stopped, since this was last asked.
int setl_was_continued(void);
#endif
