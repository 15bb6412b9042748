/*
 * spectrum.h - sums of products of a series with itself at every lag, over the Fourier transform of its square.
 *
 * An hour of samples has 720 lags of 3600 products each; the transform does them in the time of a few (Wiener 1930; Khinchin
 * 1934; the transform is GSL's mixed-radix one, Temperton 1983).
 */
#ifndef SPECTRUM_H
#define SPECTRUM_H
#include <stdbool.h>
#include <stddef.h>

struct spectrum;
struct spectrum *spectrum_new(void);                    /* NULL when out of memory */
void spectrum_free(struct spectrum *);
/* sum[k] = sum over i of x[i] x[i+k], k = 0..lags; missing values are to be 0. Correct to about 1e-15 sum[0]. False when out
 * of memory or when the transform fails. lags < n. */
bool spectrum_products(struct spectrum *, const double *x, size_t n, size_t lags, double *sum);
#endif
