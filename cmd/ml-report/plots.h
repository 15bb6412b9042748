/*
 * plots.h - the pictures of a report: operating points, energy against weight, the depth track.
 *
 * Each appends a <figure> to an HTML page, or where there is nothing to draw a sentence that says so. Looks are the page's
 * (html.c). Colours of scores are four steps, at the bounds of the ratings, that get lighter, so they hold for eyes that see few
 * colours and on a grey print; the number stands at the point as well.
 */
#ifndef PLOTS_H
#define PLOTS_H
#include "axis.h"
#include "show.h"
#include "track.h"
#include "verdict.h"

enum { PLOT_POINTS = 64 };              /* the most that are drawn; those drilled longest */
/* A picture of the crossing of two scales. */
struct plot { struct text *out; struct axis x, y; bool metric; };
struct plot_point { double wob, rpm, rop, mse, score, minutes; };

/* WOB x RPM: what was drilled in a segment, what is advised, what is done now. */
void plots_points(struct text *, const struct outcome *, const struct segment *, bool metric);
/* MSE against WOB in a segment, with the founder point; the rows come from the track. */
void plots_energy(struct text *, const struct outcome *, const struct segment *, const struct track *, bool metric);
/* ROP, WOB, RPM, MSE and d-exponent against depth with the segments as bands. */
void plots_track(struct text *, const struct window *, const struct outcome *, const struct track *, bool metric);

/* The operating points of a segment, at most those drilled longest; in order of score. */
size_t plot_tried(const struct segment *, struct plot_point points[PLOT_POINTS]);
/* The class of a point by its score: "s0" (poor) to "s3" (excellent), "sn" when unknown. */
const char *plot_class(double score);
/* The setting that is the present one; all NAN when unknown. */
struct setting plot_present(const struct segment *);
/* The frame, its numbers and names: "WOB (klbf)". */
void plot_frame(const struct plot *, const char *x_name, const char *y_name);
#endif
