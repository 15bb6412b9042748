/*
 * operands.h - folders of a spool among the inputs become the files in them. Like cmd.h, it ends a program on faults.
 */
#ifndef OPERANDS_H
#define OPERANDS_H
#include "cmd.h"

/* For --spool: the files of each folder that hold what comes from `from` (Unix s; NAN: all) on, in order, and whose they are. */
void operands_spool(struct cmd *, double from);
#endif
