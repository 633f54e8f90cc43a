#ifndef CLIBEDIT_H
#define CLIBEDIT_H
/// A line editor on libedit. In C because el_set, el_get and history are variadic, which Swift
/// cannot call.

/// How reading a line ended.
enum setl_edit_status { SETL_EDIT_LINE, SETL_EDIT_END, SETL_EDIT_INTERRUPTED };

/// Asked at Tab: what to insert before the cursor into `insertion` (of `size` bytes), and what to list
/// below the line into `listing`; either may be left empty.
typedef void (*setl_complete_function)(const char *line, int cursor, char *insertion, int size,
                                       char *listing, int listing_size);

/// Begins editing on standard input and output; 0 when that is not possible.
int setl_edit_open(const char *program, setl_complete_function complete);

/// Reads a line with `prompt`, beginning with `start`. The line ends with its line break; it is valid
/// until the next call.
enum setl_edit_status setl_edit_line(const char *prompt, const char *start, const char **line);

/// Adds an entry to the history that the arrow keys walk.
void setl_edit_remember(const char *entry);

void setl_edit_close(void);

/// Calls `handler` at an interrupt (Ctrl-C), from the signal handler.
void setl_on_interrupt(void (*handler)(void));
#endif
