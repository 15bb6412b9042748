/* text_test.c - the growing byte string. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "text.h"

static void grows(void **state)
{
	struct text t = {0};

	(void)state;
	assert_string_equal(text_view(&t), "");
	for (int k = 0; k < 1000; k++) {
		text_put(&t, 'a');
		text_str(&t, "bc");
		text_add(&t, "d\0e", 3);
	}
	assert_int_equal(t.len, 6000);
	assert_memory_equal(t.s + 5994, "abcd\0e", 7);
	assert_true(t.cap > t.len);
	text_clear(&t);
	assert_int_equal(t.len, 0);
	assert_string_equal(text_view(&t), "");
	text_free(&t);
	assert_null(t.s);
}

static void formats(void **state)
{
	struct text t = {0};

	(void)state;
	text_format(&t, "%d-%s", 7, "x");
	text_format(&t, "%200s|", "y");
	assert_int_equal(t.len, 3 + 201);
	text_clear(&t);
	text_number(&t, 1.7e9);
	text_put(&t, ' ');
	text_number(&t, 0.1);
	text_number(&t, NAN);
	assert_string_equal(text_view(&t), "1700000000 0.1");
	text_free(&t);
}

/* A size that cannot be leaves what is there, and the failure stays until the text is cleared. */
static void fails_for_good(void **state)
{
	struct text t = {0};

	(void)state;
	text_str(&t, "kept");
	assert_false(text_room(&t, SIZE_MAX - 2));
	assert_true(t.failed);
	text_str(&t, "lost");
	assert_string_equal(text_view(&t), "kept");
	text_clear(&t);
	text_str(&t, "new");
	assert_false(t.failed);
	assert_string_equal(text_view(&t), "new");
	text_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows), cmocka_unit_test(formats), cmocka_unit_test(fails_for_good),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
