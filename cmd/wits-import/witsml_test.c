/* witsml_test.c - heads, columns and rows of WITSML logs, and elements of XML at the edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "witsmlhead.h"

static int file_of(const char *xml)
{
	int fd = memfd_create("log", MFD_CLOEXEC);

	assert_true(fd > 0);
	assert_int_equal(write(fd, xml, strlen(xml)), strlen(xml));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

#define CURVES "<logCurveInfo><mnemonic>T</mnemonic></logCurveInfo>" \
	"<logCurveInfo><mnemonic>WOB</mnemonic><unit>kN</unit><nullValue>7</nullValue></logCurveInfo>"

/* A log as "unit,unit|value,value|value,value", its reason where there is a fault. */
static void expect(const char *xml, const char *pick, const char *wanted)
{
	const struct log_settings settings = { .pick = pick };
	struct text got = { 0 };
	struct log log;
	enum log_status status = witsmllog.open(&log, file_of(xml), "f", &settings);

	while (status == LOG_OK) {
		for (int k = 0; k < log.n; k++)
			text_format(&got, "%s%s=%s", k ? "," : "", log.column[k].name, log.column[k].unit);
		while ((status = witsmllog.next(&log)) == LOG_OK)
			for (int k = 0; k < log.n; k++)
				text_format(&got, "%s%.*s", k ? "," : "|", (int)log.f[k].len, log.f[k].text);
		if (status == LOG_END) {
			status = witsmllog.again(&log);
			text_str(&got, "/");
		}
	}
	if (status == LOG_DATA)
		text_str(&got, text_view(&log.why));
	assert_string_equal(text_view(&got), wanted);
	text_free(&got);
	witsmllog.close(&log);
}

static void rows(void **state)
{
	(void)state;
	expect("<log>" CURVES "<logData><data>a,1</data><data>b,7</data></logData></log>", NULL, "T=,WOB=kN|a,1|b,/");
	expect("<log>" CURVES "<logData><mnemonicList>wob,X</mnemonicList><unitList>,m</unitList><data>1,2</data></logData></log>",
		NULL, "wob=kN,X=m|1,2/");
	expect("<log>" CURVES "<logData/></log>", NULL, "T=,WOB=kN/");
	expect("<log>" CURVES "</log>", NULL, "T=,WOB=kN/");
	expect("<log>" CURVES "<logData><data>a,1</data></logData><logData/><logData><data> b,7.0 </data></logData></log>", NULL,
		"T=,WOB=kN|a,1|b,/");
	expect("<log>" CURVES "<logData><mnemonicList>T</mnemonicList><data>a</data></logData>"
		"<logData><mnemonicList>WOB,T</mnemonicList><data>1,b</data></logData></log>", NULL, "T=|a/WOB=kN,T=|1,b/");
	expect("<log>" CURVES "<logData><data>\"a,\"\"b\",1</data><data>a\"b,1</data><data>\"a,1</data></logData></log>", NULL,
		"T=,WOB=kN|a,\"b,1|a\"b,1|\"a,1/");
}

static void picks(void **state)
{
	static const char two[] = "<logs><log><name>A</name>" CURVES "</log><documentInfo/><log><name>2</name><logCurveInfo uid='U'/>"
		"</log></logs>";

	(void)state;
	expect(two, NULL, "T=,WOB=kN/U=/");
	expect(two, "A", "T=,WOB=kN/");
	expect(two, "2", "U=/");
	expect(two, "B", "f:1: no log 'B'; there are 1 'A' by an index it does not name, 2 '2' by an index it does not name");
}

static void faults(void **state)
{
	(void)state;
	expect("<log>" CURVES "<logData><data>a</data></logData></log>", NULL,
		"T=,WOB=kNf:1: 1 values in <data> where the curves (logCurveInfo) are 2");
	expect("<log>" CURVES "<logData><mnemonicList>T,WOB</mnemonicList><unitList>m</unitList></logData></log>", NULL,
		"f:1: unitList has 1 units where mnemonicList has 2 names");
	expect("<log>" CURVES "<logData><data>a,1</data>", NULL,
		"f:1: the XML is broken or was cut here (it ends too early, or goes on behind its end): "
		"get the whole file again");
	expect("<logs version='2.0'/>", NULL, "f:1: WITSML 2.0 is not read; ask the server for 1.4.1.1 or 1.3.1.1");
	expect("<log>" CURVES "<logData>\n\n<mnemonicList/></logData></log>", NULL, "=/");
}

static char *well_of(const char *xml)
{
	static char well[128];
	const struct log_settings settings = { 0 };
	struct elements *x = elements_open(file_of(xml), "f", &settings);
	struct witsml_head head;

	assert_non_null(x);
	assert_int_equal(elements_next(x), ELEMENT_START);
	assert_int_equal(witsml_head_read(&head, x), ELEMENT_STOP);
	assert_true(witsml_well(&head, well, sizeof well));
	witsml_head_free(&head);
	elements_close(x);
	return well;
}

static void wells(void **state)
{
	(void)state;
	assert_string_equal(well_of("<log><nameWell>9/2-1</nameWell><nameWellbore>9/2-1 A</nameWellbore></log>"), "9/2-1 A");
	assert_string_equal(well_of("<log><nameWell> 9/2-1 </nameWell><nameWellbore>A</nameWellbore></log>"), "9/2-1 A");
	assert_string_equal(well_of("<log><nameWell>9/2-1</nameWell></log>"), "9/2-1");
	assert_string_equal(well_of("<log><nameWellbore>B</nameWellbore></log>"), "B");
	assert_string_equal(well_of("<log/>"), "");
}

/* A text of more than 1 MiB is refused wherever the importer would keep it. */
static void long_text(void **state)
{
	struct text xml = { 0 };

	(void)state;
	text_str(&xml, "<log><name>");
	for (int k = 0; k < (1 << 20) + 2000; k++)
		text_put(&xml, 'x');
	text_str(&xml, "</name></log>");
	assert_false(xml.failed);
	expect(xml.s, NULL, "f:1: a text longer than 1 MiB");
	text_free(&xml);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows), cmocka_unit_test(picks), cmocka_unit_test(faults), cmocka_unit_test(wells),
		cmocka_unit_test(long_text),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
