/*
 * track.h - the rows of one window by depth, kept small: at most 400 bins, each with the least, the greatest and the mean.
 *
 * Bins are 0.25 ft wide at first; when more are needed than there are, two become one, so the memory does not grow with
 * the window.
 * Values in canonical units; NAN is a missing one.
 */
#ifndef TRACK_H
#define TRACK_H
#include <stdbool.h>
#include <stddef.h>

enum track_curve { TRACK_ROP, TRACK_WOB, TRACK_RPM, TRACK_MSE, TRACK_D_EXP, TRACK_CURVES };
enum { TRACK_BINS = 400 };

struct track_values { double n, sum, low, high; };
struct track_bin { double n; struct track_values of[TRACK_CURVES]; };
struct track {
	double width;                   /* of a bin, ft; 0: no row yet */
	double first;                   /* number of bin[0]: it begins at first * width */
	size_t bins;
	struct track_bin bin[TRACK_BINS];
};

void track_clear(struct track *);
/* A row; one without a depth within +-1e6 ft is passed over. */
void track_add(struct track *, double depth, const double values[TRACK_CURVES]);
double track_depth(const struct track *, size_t bin);           /* its middle, ft */
double track_mean(const struct track *, size_t bin, enum track_curve);          /* NAN when it has none */
#endif
