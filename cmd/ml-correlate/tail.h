/*
 * tail.h - two-sided p of Student's t and its logarithm, in the far tail too.
 *
 * p by gsl_cdf_tdist_Q, which holds 1e-14 relative down to 1e-300; below 1e-290 by the series of the incomplete beta
 * function in logarithms (Abramowitz & Stegun 1964, 26.5.4 and 26.7.1), so that log10_p stays right where p is 0.
 */
#ifndef TAIL_H
#define TAIL_H
#include <stdbool.h>

struct tail { double p, log10_p; };

/* Of a correlation coefficient r with df > 0 degrees of freedom (n - 2 for n independent samples; need not be whole). A
 * perfect one has p 0 and log10_p minus infinity. False when r or df is outside that, or the computation failed. */
bool tail_of_r(double r, double df, struct tail *);
/* Of t itself. */
bool tail_of_t(double t, double df, struct tail *);
#endif
