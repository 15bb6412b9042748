/*
 * text.h - a growing byte string.
 *
 * The failure of an allocation is sticky (`failed`): build the whole text, then test it once.
 * `s` is always NUL-terminated when it is not NULL. Zero-initialise; free with text_free().
 */
#ifndef TEXT_H
#define TEXT_H
#include <stdbool.h>
#include <stddef.h>

struct text { char *s; size_t len, cap; bool failed; };

void text_clear(struct text *);
void text_free(struct text *);
bool text_room(struct text *, size_t more);             /* room for `more` bytes and a NUL; false when out of memory */
void text_add(struct text *, const char *s, size_t len);
void text_put(struct text *, char c);
void text_str(struct text *, const char *s);            /* a NUL-terminated string */
void text_format(struct text *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_number(struct text *, double v);              /* shortest decimal that reads back equal; nothing when not finite */
const char *text_view(const struct text *);             /* "" when empty */
#endif
