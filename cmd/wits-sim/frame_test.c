/* frame_test.c - a sample as WITS frames, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "frame.h"

static struct sample sample(void)
{
	struct sample s;

	for (int i = 0; i < CHANNELS; i++)
		s.value[i] = 0;
	s.value[CH_TS] = 1767225600 + 3 * 3600 + 4 * 60 + 5;
	s.value[CH_BIT_DEPTH] = s.value[CH_HOLE_DEPTH] = 1000;
	s.value[CH_ROP] = 65.617;
	s.value[CH_WOB] = -.0004;
	s.value[CH_TORQUE] = 2.3456;
	s.value[CH_RPM] = NAN;
	s.value[CH_SPP] = 2500;
	s.value[CH_GAMMA] = NAN;
	s.value[CH_ACTIVITY] = 2;
	return s;
}

static void check(bool metric, const char *expected)
{
	struct text t = { 0 };
	struct frame f;
	struct sample s = sample();

	frame_init(&f, "15/9-F-9 A", metric, false);
	frame_write(&f, &t, &s, 7);
	assert_false(t.failed);
	assert_string_equal(text_view(&t), expected);
	text_free(&t);
}

#define HEADS "&&\r\n080115/9-F-9 A\r\n08038\r\n08047\r\n0805260101\r\n0806030405\r\n0823-9999\r\n!!\r\n" \
	"&&\r\n010115/9-F-9 A\r\n01031\r\n01047\r\n0105260101\r\n0106030405\r\n01072\r\n"

static void test_field_units(void **state)
{
	(void)state;
	check(false, HEADS "01081000\r\n01101000\r\n01120\r\n011365.6\r\n01140\r\n01160\r\n01182.346\r\n0120-9999\r\n01212500\r\n"
		"01230\r\n01240\r\n01260\r\n01280\r\n01290\r\n01300\r\n01310\r\n01320\r\n!!\r\n");
}

static void test_metric(void **state)
{
	(void)state;
	check(true, HEADS "0108304.8\r\n0110304.8\r\n01120\r\n011320\r\n01140\r\n01160\r\n01183.18\r\n0120-9999\r\n012117237\r\n"
		"01230\r\n01240\r\n01260\r\n01280\r\n01290\r\n01300\r\n01310\r\n01320\r\n!!\r\n");
}

static void test_round(void **state)
{
	(void)state;
	assert_true(frame_round(1.25, 1) == 1.3 && frame_round(-1.25, 1) == -1.3 && frame_round(2.4999, 0) == 2);
	assert_false(signbit(frame_round(-.0001, 2)));
	assert_true(isnan(frame_round(NAN, 2)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_field_units), cmocka_unit_test(test_metric), cmocka_unit_test(test_round),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
