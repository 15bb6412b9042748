/*
 * dysfunction.h - a screen for what spoils drilling while it goes on: torque that will not hold still, stick-slip, a hole that
 * packs off, weight that no longer drills.
 *
 * It is a screen, not a diagnosis: the thresholds are estimates, and it does not protect from anything. Rows are gathered in
 * spans of 5 s and judged at the end of each, so it looks back only; every criterion needs the span before it drilled without
 * a break and in one mode (rotary or slide).
 *
 *   torque_instability  coefficient of variation of torque over 30 s at least 0.25
 *   stick_slip          range over mean of torque over 15 s at least 0.5 with RPM within 20 %; needs a sample a second
 *   pack_off            standpipe pressure of 30 s over 10 % above that of two minutes before, torque over 5 % above, flow in
 *                       within 3 %, flow out (where it is measured) not above 2 % more
 *   founder             weight of a minute over 15 % above that of two minutes before, ROP a turn over 15 % below, RPM within
 *                       5 %, flow within 5 %
 */
#ifndef DYSFUNCTION_H
#define DYSFUNCTION_H
#include <stdbool.h>
#include <stddef.h>

enum dysfunction { DYSFUNCTION_TORQUE, DYSFUNCTION_STICK_SLIP, DYSFUNCTION_PACK_OFF, DYSFUNCTION_FOUNDER, DYSFUNCTIONS };
extern const char *const dysfunction_names[DYSFUNCTIONS];
enum dysfunction dysfunction_parse(const char *s, size_t len);  /* DYSFUNCTIONS when it is none */

enum { SCREEN_SPANS = 40 };
/* Sums over the rows of 5 s. */
struct span { double torque, torque2, torque_low, torque_high, spp, flow, flow_out, wob, rpm, rpm_low, rpm_high, rop; int n; };
struct screen {
	struct span span[SCREEN_SPANS]; /* a ring; the one under way is at `at` */
	int at;
	double now;                     /* number of the span under way: time / 5 s; NAN: none is */
	int whole;                      /* spans before it without a break */
	bool slide;
	unsigned known, seen;           /* sets of enum dysfunction: could be judged; were found */
};
struct screen_sample { double ts, torque, spp, flow, flow_out, wob, rpm, rop; bool drilling, slide; };
void screen_init(struct screen *);
/* After it `known` and `seen` hold for this row. */
void screen_next(struct screen *, const struct screen_sample *);
#endif
