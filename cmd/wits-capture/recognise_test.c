/* recognise_test.c - levels 1 to 4 by their bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "recognise.h"

/* A physical record of len bytes with a logical record of that type. */
static size_t put(unsigned char *to, unsigned type, size_t len)
{
	memset(to, 0x5A, len);
	to[0] = (unsigned char)(len >> 8);
	to[1] = (unsigned char)len;
	to[2] = to[3] = to[5] = 0;
	to[4] = (unsigned char)type;
	return len;
}

static int level_of(const unsigned *types, size_t n, size_t skip)
{
	unsigned char b[2048];
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		len += put(b + len, types[i], 100 + 20 * i);
	return recognise_level(b + skip, len - skip);
}

static void test_lis(void **state)
{
	static const unsigned data[] = { 151, 152, 151, 161 }, dialogue[] = { 151, 232, 151, 151 }, formats[] = { 64, 232, 151, 0 };

	(void)state;
	assert_int_equal(level_of(data, 4, 0), 1);
	assert_int_equal(level_of(dialogue, 4, 0), 2);
	assert_int_equal(level_of(formats, 4, 0), 3);
	assert_int_equal(level_of(data, 4, 17), 1);     /* from the middle of a record */
	assert_int_equal(level_of(data, 2, 0), 0);      /* too few to be sure */
}

static void test_rp66(void **state)
{
	unsigned char label[] = "   1V1.00RECORD08192Default Storage Set", visible[400] = { 0 };

	(void)state;
	assert_int_equal(recognise_level(label, sizeof label), 4);
	visible[0] = 0; visible[1] = 200; visible[2] = 0xFF; visible[3] = 1;
	visible[200] = 0; visible[201] = 100; visible[202] = 0xFF; visible[203] = 1;
	assert_int_equal(recognise_level(visible, sizeof visible), 4);
	assert_int_equal(recognise_level(visible + 30, sizeof visible - 30), 0);
}

static void test_others(void **state)
{
	const char *text = "&&\r\n0101WELL\r\n0105240501\r\n!!\r\n";
	unsigned char noise[4096];

	(void)state;
	assert_int_equal(recognise_level((const unsigned char *)text, strlen(text)), 0);
	assert_int_equal(recognise_level(noise, 0), 0);
	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (unsigned char)(i * 37 + i / 256);
	assert_int_equal(recognise_level(noise, sizeof noise), 0);
	memset(noise, 0, sizeof noise);
	assert_int_equal(recognise_level(noise, sizeof noise), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lis), cmocka_unit_test(test_rp66), cmocka_unit_test(test_others),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("recognise", tests, NULL, NULL);
}
