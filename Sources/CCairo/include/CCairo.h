#ifndef CCAIRO_H
#define CCAIRO_H

#include <stddef.h>

/// Pictures of dots, drawn by cairo.
///
/// The library is opened when the first picture is asked for and not linked: it brings the font libraries
/// with it, which no start of the command should wait for. In C because its functions are called through
/// pointers of their own kinds.
typedef struct setl_picture setl_picture;

/// A white picture of `width` by `height` dots, a unit being `scale` of them; null where the library is
/// missing or there is no memory for it.
setl_picture *setl_picture_begin(int width, int height, double scale);
void setl_picture_colour(setl_picture *picture, double red, double green, double blue);
/// Fills a rectangle; one that is crisp ends where dots do.
void setl_picture_rectangle(setl_picture *picture, double x, double y, double width, double height,
                            int is_crisp);
void setl_picture_move(setl_picture *picture, double x, double y);
void setl_picture_line(setl_picture *picture, double x, double y);
/// Draws along what was moved and lined; `dashes` lengths on and off in turn.
void setl_picture_stroke(setl_picture *picture, double width, const double *dashes, int count);
/// Text whose base line goes through a point; `anchor` is the share of its width that lies before it,
/// `turn` an angle in radians.
void setl_picture_text(setl_picture *picture, const char *text, double x, double y, double size,
                       int is_bold, double anchor, double turn);
/// Takes the bytes of a file, one piece after the other.
typedef void (*setl_picture_sink)(void *state, const unsigned char *bytes, size_t count);
/// Gives the picture as PNG, and ends it; 0 when that failed.
int setl_picture_png(setl_picture *picture, setl_picture_sink sink, void *state);

#endif
