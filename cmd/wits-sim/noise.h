/*
 * noise.h - random numbers that are the same everywhere, and autocorrelated noise made of them.
 *
 * The generator is xoshiro256** 1.0 (Blackman & Vigna 2018), its state filled by splitmix64. Each purpose (the rock, the
 * driller, each sensor) has a generator of its own, so that a change to one leaves the others' numbers as they were.
 */
#ifndef NOISE_H
#define NOISE_H
#include <stdbool.h>
#include <stdint.h>

struct prng { uint64_t s[4]; double spare; bool has_spare; };

void prng_seed(struct prng *, uint64_t seed, uint64_t purpose);
uint64_t prng_next(struct prng *);
double prng_uniform(struct prng *);                     /* [0,1), 53 bits */
double prng_between(struct prng *, double low, double high);
double prng_normal(struct prng *);                      /* mean 0, sd 1; Marsaglia's polar method (1964) */
int prng_below(struct prng *, int n);                   /* 0..n-1, n > 0 */

/* A stationary first-order autoregressive series of mean 0: v' = phi v + sd sqrt(1 - phi^2) n. */
struct ar1 { struct prng prng; double phi, gain, value; };

/* phi is the autocorrelation over one second, 0 <= phi < 1; the series is drawn every step_s seconds. */
void ar1_init(struct ar1 *, double phi, double sd, double step_s, uint64_t seed, uint64_t purpose);
double ar1_next(struct ar1 *);

/* A random swing: a stationary second-order autoregressive series of mean 0 and the sd of a sine of height 1 (Yule 1927),
 * with a period and a memory (the time in which its amplitude is forgotten by 1/e). */
struct swing { struct prng prng; double a, b, gain, value, last; };

void swing_init(struct swing *, double period_s, double memory_s, double step_s, uint64_t seed, uint64_t purpose);
double swing_next(struct swing *);
#endif
