/*
 * folder.h - folders below one that the user named: names that stay inside it, no symbolic link followed, made durable.
 */
#ifndef FOLDER_H
#define FOLDER_H
#include <stdbool.h>
#include <stddef.h>
#include "text.h"

enum { FOLDER_NAME_MAX = 255, FOLDER_WHY = 512 };

/* Appends a name as one component of a path: percent-encoded outside [A-Za-z0-9._-], a leading dot too, so that no name leaves
 * its folder. False and a reason (which begins with `what`) when it is empty or too long for a file system. */
bool folder_encode(struct text *, const char *what, const char *name, char why[FOLDER_WHY]);
/* The name of such a component of len bytes. False when folder_encode() would not write it, or size is too small. */
bool folder_decode(const char *component, size_t len, char *to, size_t size);
/* openat() of a folder, `more` flags added. -1 and errno. */
int folder_open(int at, const char *name, int more);
/* 0 or -1 and errno; a file system that knows no sync of folders is no error. */
int folder_sync(int fd);
/* Opens the folder at a path, made (not its parents) when absent, durably. -1 and errno. */
int folder_make(const char *path);
/* Opens a path of components below an open folder, one at a time, none of them a link; with `make` they are made and the
 * folders synced. The path "" gives `top` itself. -1 and errno. */
int folder_walk(int top, const char *path, bool make);
#endif
