/*
 * list.h - what logs hold and how each of their columns would be read, for a person (or as NDJSON) before an import.
 */
#ifndef LIST_H
#define LIST_H
#include "settings.h"

/* Reads each operand to its end and writes what it holds. argv is the command line: what to type is made of it. */
void list_files(struct cmd *, const struct settings *, char **argv);
#endif
