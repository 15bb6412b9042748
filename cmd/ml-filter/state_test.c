/* state_test.c - the --state file there and back, what it refuses; bit hours and footage. */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <math.h>
#include <cmocka.h>

#include "bituse.h"
#include "state.h"

static char folder[] = "/tmp/state_test.XXXXXX", path[64];

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/state", folder);
	return 0;
}

static int drop_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void there_and_back(void **state)
{
	static struct carried a, b;
	char why[KEPT_WHY];

	(void)state;
	carried_init(&a, NAN);
	memcpy(a.well, "15/9-F-9 A", 11);
	memcpy(a.bit.run, "7", 2);
	a.bit.diameter_in = 12.25;
	for (int t = 0; t < 200; t++)
		rpm_finder_add(&a.rpm, t, t < 100 ? 911 : 231, t < 100 ? 104 : 26, true);
	for (int t = 0; t < 60; t++)
		block_finder_add(&a.block, 1, 145, true);
	a.evidence_ts = 1.7e9;
	a.deepest = 3268.33;
	a.deepest_ts = 1.7e9 - 3;
	a.wob_zero = -4.2;
	a.spp = 2750;
	a.spp_flow = 548.5;
	a.bit_changed = true;
	carried_mark(&a, 1000, 1.25, NAN);
	carried_mark(&a, 2000, NAN, 120);
	assert_true(state_save(path, &a));
	carried_init(&b, NAN);
	assert_int_equal(state_load(path, &b, why), KEPT_LOADED);
	assert_string_equal(b.well, a.well);
	assert_false(bit_use_is_other(&a.bit, &b.bit));
	assert_true(b.rpm.bit && fabs(b.rpm.rev_gal - a.rpm.rev_gal) < 1e-15);
	assert_true(b.block.weight == a.block.weight && isfinite(b.block.weight));
	assert_true(b.evidence_ts == a.evidence_ts && b.deepest == a.deepest && b.deepest_ts == a.deepest_ts);
	assert_true(b.wob_zero == -4.2 && isnan(b.torque) && b.spp == 2750 && b.spp_flow == 548.5 && b.bit_changed && !b.away);
	assert_int_equal(b.marks, 2);
	assert_true(b.mark[0].hours == 1.25 && isnan(b.mark[0].footage) && isnan(b.mark[1].hours) && b.mark[1].footage == 120);
}

static void write_text(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void what_is_no_state_is_refused(void **state)
{
	static const char *const texts[] = { "", "{", "[]", "{\"type\":\"ml-filter-state\",\"version\":2}",
		"{\"type\":\"ml-filter-state\",\"version\":1}",
		"{\"type\":\"ml-filter-state\",\"version\":1,\"well\":\"W\",\"bit\":{\"run\":\"\",\"type\":\"\"},\"rpm\":{\"stopped_s\":0,"
		"\"plateaus\":[[0,1,2]]},\"block\":[],\"marks\":[]}",
		"{\"type\":\"ml-filter-state\",\"version\":1,\"well\":\"W\",\"bit\":{\"run\":\"\",\"type\":\"\"},\"rpm\":{\"stopped_s\":0,"
		"\"plateaus\":[]},\"block\":[[5000,1]],\"marks\":[]}" };
	static struct carried s;
	char why[KEPT_WHY];

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		write_text(texts[i]);
		carried_init(&s, NAN);
		assert_int_equal(state_load(path, &s, why), KEPT_WRONG);
		assert_non_null(strstr(why, "not a file of type ml-filter-state"));
	}
	unlink(path);
	assert_int_equal(state_load(path, &s, why), KEPT_ABSENT);
	assert_int_equal(state_load(folder, &s, why), KEPT_UNREADABLE);
	assert_false(state_save("/nonexistent/state", &s));
}

static void marks(void **state)
{
	static struct carried s;

	(void)state;
	carried_init(&s, NAN);
	assert_null(carried_find(&s, 0));
	carried_mark(&s, 50, NAN, NAN);
	assert_int_equal(s.marks, 0);
	for (int i = 0; i < STATE_MARKS + 20; i++)
		carried_mark(&s, 3600.0 * i, i, 10 * i);
	assert_int_equal(s.marks, STATE_MARKS);
	assert_true(s.mark[0].ts == 20 * 3600.0);
	assert_true(carried_find(&s, 0)->hours == 20);
	assert_true(carried_find(&s, 30 * 3600.0 - 5)->hours == 30);    /* the first border in what will be read */
	assert_true(carried_find(&s, 1e9)->hours == STATE_MARKS + 19);
	carried_mark(&s, 30 * 3600.0, 31, 1);                           /* the same border again */
	assert_int_equal(s.marks, STATE_MARKS);
	assert_true(carried_find(&s, 30 * 3600.0)->hours == 31);
	carried_mark(&s, 0, 1, 1);                                      /* older than all there is room for */
	assert_true(s.mark[0].ts == 20 * 3600.0);
	carried_mark(&s, 30 * 3600.0 + 1, 32, 1);
	for (int i = 1; i < s.marks; i++)
		assert_true(s.mark[i].ts > s.mark[i - 1].ts);
}

static struct bit new_bit(void)
{
	struct identity id;

	identity_default(&id);
	return id.bit;
}

static void unknown_bit_stays_unknown(void **state)
{
	struct bit bit = new_bit();
	struct bit_use u;

	(void)state;
	bit_use_begin(&u, &bit, 1000, false);
	bit_use_add(&u, 3600, true, 5000);
	assert_true(isnan(bit_use_hours(&u)) && isnan(bit_use_footage(&u, 5100)));
	bit.start_ts = 100;                     /* at work for some time before the data */
	bit_use_begin(&u, &bit, 1000, false);
	assert_true(isnan(bit_use_hours(&u)));
	bit.start_depth_ft = 4900;              /* footage needs no hours */
	bit_use_begin(&u, &bit, 1000, false);
	assert_true(isnan(bit_use_hours(&u)) && bit_use_footage(&u, 5100) == 200);
}

static void known_bit_counts(void **state)
{
	struct bit bit = new_bit();
	struct bit_use u;

	(void)state;
	bit_use_begin(&u, &bit, 1000, true);    /* a `set` brings a new bit */
	assert_true(bit_use_hours(&u) == 0);
	bit_use_add(&u, 1800, true, 5000);
	bit_use_add(&u, 1800, false, 5010);
	assert_true(bit_use_hours(&u) == 0.5 && bit_use_footage(&u, 5010) == 10);
	bit.hours = 12;
	bit.footage = 700;
	bit_use_begin(&u, &bit, 1000, true);
	bit_use_add(&u, 3600, true, 5000);
	assert_true(bit_use_hours(&u) == 13 && bit_use_footage(&u, 5025) == 725);
	bit.hours = bit.footage = NAN;
	bit.start_ts = 970;                     /* so near the first row: it starts in the data */
	bit_use_begin(&u, &bit, 1000, false);
	assert_true(bit_use_hours(&u) == 0);
	bit_use_resume(&u, 3.5, 90, 4000);
	bit_use_add(&u, 360, true, 4001);
	assert_true(fabs(bit_use_hours(&u) - 3.6) < 1e-12 && bit_use_footage(&u, 4001) == 91);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back), cmocka_unit_test(what_is_no_state_is_refused), cmocka_unit_test(marks),
		cmocka_unit_test(unknown_bit_stays_unknown), cmocka_unit_test(known_bit_counts),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
