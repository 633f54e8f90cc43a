#include "CCairo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

// The constants of cairo's interface that are used.
enum { format_rgb24 = 1, antialias_default = 0, antialias_none = 1, round_cap = 1, round_join = 1 };
enum { upright = 0, weight_normal = 0, weight_bold = 1 };

typedef struct {
  double x_bearing, y_bearing, width, height, x_advance, y_advance;
} text_extents;

typedef int (*write_function)(void *closure, const unsigned char *data, unsigned int length);

static struct {
  void *(*image_surface_create)(int format, int width, int height);
  int (*surface_status)(void *surface);
  void (*surface_destroy)(void *surface);
  int (*surface_write_to_png_stream)(void *surface, write_function write, void *closure);
  void *(*create)(void *surface);
  void (*destroy)(void *cairo);
  void (*scale)(void *cairo, double x, double y);
  void (*set_source_rgb)(void *cairo, double red, double green, double blue);
  void (*paint)(void *cairo);
  void (*rectangle)(void *cairo, double x, double y, double width, double height);
  void (*set_antialias)(void *cairo, int mode);
  void (*fill)(void *cairo);
  void (*move_to)(void *cairo, double x, double y);
  void (*line_to)(void *cairo, double x, double y);
  void (*set_line_width)(void *cairo, double width);
  void (*set_line_cap)(void *cairo, int cap);
  void (*set_line_join)(void *cairo, int join);
  void (*set_dash)(void *cairo, const double *dashes, int count, double offset);
  void (*stroke)(void *cairo);
  void (*select_font_face)(void *cairo, const char *family, int slant, int weight);
  void (*set_font_size)(void *cairo, double size);
  void (*text_extents)(void *cairo, const char *text, text_extents *extents);
  void (*save)(void *cairo);
  void (*restore)(void *cairo);
  void (*translate)(void *cairo, double x, double y);
  void (*rotate)(void *cairo, double angle);
  void (*show_text)(void *cairo, const char *text);
} c;
static int is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  is_loaded = 1;
#define FIND(name) \
  *(void **)&c.name = dlsym(library, "cairo_" #name); \
  if (!c.name) is_loaded = 0;
  FIND(image_surface_create)
  FIND(surface_status)
  FIND(surface_destroy)
  FIND(surface_write_to_png_stream)
  FIND(create)
  FIND(destroy)
  FIND(scale)
  FIND(set_source_rgb)
  FIND(paint)
  FIND(rectangle)
  FIND(set_antialias)
  FIND(fill)
  FIND(move_to)
  FIND(line_to)
  FIND(set_line_width)
  FIND(set_line_cap)
  FIND(set_line_join)
  FIND(set_dash)
  FIND(stroke)
  FIND(select_font_face)
  FIND(set_font_size)
  FIND(text_extents)
  FIND(save)
  FIND(restore)
  FIND(translate)
  FIND(rotate)
  FIND(show_text)
#undef FIND
}

struct setl_picture {
  void *surface;
  void *cairo;
};

static void end(setl_picture *picture) {
  c.destroy(picture->cairo);
  c.surface_destroy(picture->surface);
  free(picture);
}

setl_picture *setl_picture_begin(int width, int height, double scale) {
  pthread_once(&once, load);
  if (!is_loaded) return NULL;
  setl_picture *picture = malloc(sizeof *picture);
  if (!picture) return NULL;
  picture->surface = c.image_surface_create(format_rgb24, width, height);
  picture->cairo = c.create(picture->surface);
  if (c.surface_status(picture->surface) != 0) {
    end(picture);
    return NULL;
  }
  c.set_source_rgb(picture->cairo, 1, 1, 1);
  c.paint(picture->cairo);
  c.scale(picture->cairo, scale, scale);
  c.set_line_cap(picture->cairo, round_cap);
  c.set_line_join(picture->cairo, round_join);
  return picture;
}

void setl_picture_colour(setl_picture *picture, double red, double green, double blue) {
  c.set_source_rgb(picture->cairo, red, green, blue);
}

void setl_picture_rectangle(setl_picture *picture, double x, double y, double width, double height,
                            int is_crisp) {
  c.set_antialias(picture->cairo, is_crisp ? antialias_none : antialias_default);
  c.rectangle(picture->cairo, x, y, width, height);
  c.fill(picture->cairo);
  c.set_antialias(picture->cairo, antialias_default);
}

void setl_picture_move(setl_picture *picture, double x, double y) {
  c.move_to(picture->cairo, x, y);
}

void setl_picture_line(setl_picture *picture, double x, double y) {
  c.line_to(picture->cairo, x, y);
}

void setl_picture_stroke(setl_picture *picture, double width, const double *dashes, int count) {
  c.set_line_width(picture->cairo, width);
  c.set_dash(picture->cairo, dashes, count, 0);
  c.stroke(picture->cairo);
}

void setl_picture_text(setl_picture *picture, const char *text, double x, double y, double size,
                       int is_bold, double anchor, double turn) {
  void *cairo = picture->cairo;
  c.select_font_face(cairo, "sans-serif", upright, is_bold ? weight_bold : weight_normal);
  c.set_font_size(cairo, size);
  text_extents extents;
  c.text_extents(cairo, text, &extents);
  c.save(cairo);
  c.translate(cairo, x, y);
  c.rotate(cairo, turn);
  c.move_to(cairo, -anchor * extents.x_advance, 0);
  c.show_text(cairo, text);
  c.restore(cairo);
}

struct target {
  setl_picture_sink sink;
  void *state;
};

static int pass_on(void *closure, const unsigned char *data, unsigned int length) {
  struct target *target = closure;
  target->sink(target->state, data, length);
  return 0;
}

int setl_picture_png(setl_picture *picture, setl_picture_sink sink, void *state) {
  struct target target = {sink, state};
  int status = c.surface_write_to_png_stream(picture->surface, pass_on, &target);
  end(picture);
  return status == 0;
}
