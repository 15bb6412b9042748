/*
 * remember_test.c - from provisional to confirmed, what is forgotten, the same window again; the state file there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>

#include "oracle.h"
#include "state.h"

static struct segment part[8];
static struct segment_list list = { part, 0, 8 };

/* A run over [start, end) with boundaries at the times given (ending with 0), samples 1 s apart. */
static void run(struct well *w, double start, double end, const double *at, bool *changed)
{
	list.n = 0;
	for (size_t k = 0; k == 0 || at[k - 1] > 0; k++) {
		double from = k ? at[k - 1] : start, to = at[k] > 0 ? at[k] : end;

		part[list.n++] = (struct segment){ .first = (size_t)(from - start), .last = (size_t)(to - start), .start = from,
			.end = to, .boundary = k ? BOUNDARY_PROVISIONAL : BOUNDARY_NONE };
	}
	assert_true(remember_run(w, &list, 1, changed));
}

static enum segment_boundary one(struct well *w, double start, double end, double at)
{
	const double cuts[] = { at, 0 };
	bool changed;

	run(w, start, end, cuts, &changed);
	return part[list.n - 1].boundary;
}

static void confirmed_by_two_runs(void **state)
{
	struct memory m = {0};
	struct well *w = remember_well(&m, "F", "W", "d_exp");
	double held[8];

	(void)state;
	assert_int_equal(one(w, 0, 3600, 2000), BOUNDARY_PROVISIONAL);
	assert_int_equal(remember_held(w, 3600, held), 0);
	assert_int_equal(one(w, 0, 3600, 2000), BOUNDARY_PROVISIONAL);         /* the same window again is no second run */
	assert_int_equal(one(w, 600, 4200, 2061), BOUNDARY_PROVISIONAL);       /* 61 s off: another one */
	assert_int_equal(w->n, 1);
	assert_int_equal(one(w, 1200, 4800, 2001), BOUNDARY_CONFIRMED);        /* 60 s off: the same */
	assert_int_equal(remember_held(w, 4800, held), 1);
	assert_true(held[0] >= 2001 && held[0] <= 2001);
	assert_int_equal(one(w, 1200, 4800, 2001), BOUNDARY_CONFIRMED);        /* again: as before */
	assert_int_equal(one(w, 1800, 5400, 2010), BOUNDARY_CONFIRMED);
	assert_int_equal(one(w, 600, 4200, 2000), BOUNDARY_PROVISIONAL);       /* an older window, as it was then */
	assert_int_equal(remember_held(w, 4200, held), 0);
	assert_int_equal(remember_held(w, 5400, held), 1);
	remember_free(&m);
}

static void needs_300_s(void **state)
{
	struct memory m = {0};
	struct well *w = remember_well(&m, "F", "W", "d_exp");

	(void)state;
	assert_int_equal(one(w, 0, 3600, 3500), BOUNDARY_PROVISIONAL);
	assert_int_equal(one(w, 100, 3700, 3500), BOUNDARY_PROVISIONAL);
	assert_int_equal(one(w, 199, 3799, 3500), BOUNDARY_PROVISIONAL);
	assert_int_equal(one(w, 200, 3800, 3500), BOUNDARY_CONFIRMED);
	remember_free(&m);
}

static void forgotten(void **state)
{
	const double none[] = { 0 };
	struct memory m = {0};
	struct well *w = remember_well(&m, "F", "W", "d_exp");
	bool changed;

	(void)state;
	one(w, 0, 3600, 2000);
	run(w, 600, 4200, none, &changed);              /* looked for and not found */
	assert_true(changed && w->n == 0);
	assert_int_equal(one(w, 1200, 4800, 2000), BOUNDARY_PROVISIONAL);
	run(w, 3600, 7200, none, &changed);             /* not looked at: kept */
	assert_int_equal(w->n, 1);
	list.n = 0;
	assert_true(remember_run(w, &list, 1, &changed) && !changed);

	/* neither forced cuts nor those that the settings made are kept */
	part[0] = (struct segment){ .first = 0, .last = 900, .start = 7200, .end = 8100, .boundary = BOUNDARY_NONE };
	part[1] = (struct segment){ .first = 900, .last = 1800, .start = 8100, .end = 9000, .boundary = BOUNDARY_CONFIRMED,
		.forced = true };
	part[2] = (struct segment){ .first = 1800, .last = 3600, .start = 9000, .end = 10800, .boundary = BOUNDARY_CONFOUNDED };
	list.n = 3;
	assert_true(remember_run(w, &list, 1, &changed));
	assert_int_equal(w->n, 1);
	assert_true(part[1].boundary == BOUNDARY_CONFIRMED && part[2].boundary == BOUNDARY_CONFOUNDED);
	remember_free(&m);
}

static void wells_apart(void **state)
{
	struct memory m = {0};

	(void)state;
	one(remember_well(&m, "F", "A", "d_exp"), 0, 3600, 2000);
	assert_int_equal(one(remember_well(&m, "F", "B", "d_exp"), 600, 4200, 2000), BOUNDARY_PROVISIONAL);
	assert_int_equal(one(remember_well(&m, "G", "A", "d_exp"), 600, 4200, 2000), BOUNDARY_PROVISIONAL);
	assert_int_equal(one(remember_well(&m, "F", "A", "gamma_api"), 600, 4200, 2000), BOUNDARY_PROVISIONAL);
	assert_int_equal(one(remember_well(&m, "F", "A", "d_exp"), 600, 4200, 2000), BOUNDARY_CONFIRMED);
	assert_int_equal(m.n, 4);
	remember_free(&m);
}

static void only_so_many(void **state)
{
	struct memory m = {0};
	struct well *w = remember_well(&m, "F", "W", "d_exp");

	(void)state;
	for (int k = 0; k < REMEMBER_MOST + 20; k++)
		one(w, 3600.0 * k, 3600.0 * (k + 1), 3600.0 * k + 1800);
	assert_int_equal(w->n, REMEMBER_MOST);
	assert_true(w->item[0].ts >= 3600.0 * 20);
	remember_free(&m);
}

static void file(void **state)
{
	static const char *const wrong[] = { "", "{}", "[1]", "{\"type\":\"ml-filter-state\",\"version\":1}",
		"{\"type\":\"ml-segment-state\",\"version\":2,\"wells\":[]}", "{\"type\":\"ml-segment-state\",\"version\":1}",
		"{\"type\":\"ml-segment-state\",\"version\":1,\"wells\":[{\"field\":\"F\"}]}",
		("{\"type\":\"ml-segment-state\",\"version\":1,\"wells\":[{\"field\":\"F\",\"well\":\"W\",\"series\":\"d\",\"end\":1,"
		"\"boundaries\":[{\"ts\":\"x\",\"found\":1,\"confirmed\":null}]}]}") };
	char path[] = "/tmp/remember_test.XXXXXX", why[KEPT_WHY];
	struct memory m = {0}, back;
	struct well *w = remember_well(&m, "North \"Sea\"", "15/9-F-9 A", "d_exp");
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	one(w, 0, 3600.25, 2000.5);
	one(w, 600, 4200, 2000.5);
	one(remember_well(&m, "F", "B", "d_exp"), 0, 3600, 100);
	assert_true(state_save(path, &m));
	assert_int_equal(state_load(path, &back, why), KEPT_LOADED);
	assert_int_equal(back.n, 2);
	assert_string_equal(back.well[0].name, "15/9-F-9 A");
	assert_string_equal(back.well[0].field, "North \"Sea\"");
	assert_memory_equal(back.well[0].item, m.well[0].item, sizeof *w->item);
	assert_true(isnan(back.well[1].item[0].confirmed) && back.well[1].end >= 3600);
	remember_free(&back);
	remember_free(&m);
	for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
		FILE *f = fopen(path, "w");

		assert_non_null(f);
		fputs(wrong[k], f);
		fclose(f);
		assert_int_equal(state_load(path, &back, why), KEPT_WRONG);
		assert_non_null(strstr(why, "not a file of type ml-segment-state"));
		assert_int_equal(back.n, 0);
	}
	unlink(path);
	assert_int_equal(state_load(path, &back, why), KEPT_ABSENT);
	assert_int_equal(state_load("/", &back, why), KEPT_UNREADABLE);
	assert_false(state_save("/nonexistent/state", &m));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(confirmed_by_two_runs), cmocka_unit_test(needs_300_s), cmocka_unit_test(forgotten),
		cmocka_unit_test(wells_apart), cmocka_unit_test(only_so_many), cmocka_unit_test(file),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
