/*
 * gnuplot_text.h - reports as a script of gnuplot: the history of what was advised or kept, along depth, time or bit hours.
 *
 * The script carries its data (a data block), sets no terminal and no output, and takes `along` ("depth", "time", "hours")
 * from who calls it. Names of wells are the only text out of data: in single quotes, without control
 * characters, never as enhanced text.
 */
#ifndef GNUPLOT_TEXT_H
#define GNUPLOT_TEXT_H
#include "query.h"

void gnuplot_put(struct query *, const json_t *report); /* a report: a row of the data block */
void gnuplot_end(struct query *);                       /* after at least one: the pictures */
#endif
