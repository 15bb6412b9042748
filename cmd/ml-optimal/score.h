/*
 * score.h - the composite score of each block: the campaign's weights on its ROP and on its efficiency, both between the P5
 * and P95 of all blocks.
 */
#ifndef SCORE_H
#define SCORE_H
#include "finder.h"

/* Fills efficiency (percent; NAN: unknown, and then ROP alone counts) and score of n blocks, and *reference, the least MSE in
 * this rock (psi; NAN: unknown). scratch: 2n. Efficiency is 100 min(1, CCS/MSE) where all blocks have CCS, else
 * 100 min(1, reference/MSE), the reference being P10 of at least 20 blocks or what the rules know from before. */
void score_blocks(const struct block *, int n, const struct find_rules *, double *efficiency, double *score, double *scratch,
	double *reference);
#endif
