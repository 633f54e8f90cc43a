// The library is built for three widths; texts of setl are UTF-8. Swift sees functions by their whole names,
// such as pcre2_compile_8.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
