/* conf_test.c - ml.conf: the plan's block unchanged, every kind of mistake with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <unistd.h>

#include "conf.h"

static struct conf *load(const char *text, size_t len, char why[CONF_WHY])
{
	char dir[] = "/tmp/conf_test.XXXXXX", path[64], *found;
	struct conf *conf;
	FILE *f;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/ml.conf", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	why[0] = '\0';
	conf = conf_load(path, why);
	if (!conf && (found = strstr(why, dir)))        /* leave the folder out of the message */
		memmove(found, found + sizeof dir, strlen(found + sizeof dir) + 1);
	unlink(path);
	rmdir(dir);
	return conf;
}

static void plan_block(void **state)
{
	static const char text[] =
		"[ml_engine]\ninterval_secs = 3600\nmin_samples_high_confidence = 1800\ncomposite_rop_weight = 0.6\n"
		"composite_mse_weight = 0.4\nsignificance_threshold = 0.05\n";
	char why[CONF_WHY];
	struct conf *conf = load(text, strlen(text), why);

	(void)state;
	assert_non_null(conf);
	assert_true(conf_number(conf, "ml_engine", "interval_secs", 1) == 3600);
	assert_true(conf_number(conf, "ml_engine", "composite_mse_weight", 1) == 0.4);
	assert_true(conf_number(conf, "ml_engine", "window_secs", -1) == -1);
	assert_null(conf_text(conf, "well", "id"));
	conf_free(conf);
	conf_free(NULL);
	assert_null(conf_text(NULL, "well", "id"));
	assert_true(conf_number(NULL, "well", "id", 7) == 7);
}

static void all_kinds(void **state)
{
	static const char text[] =
		"\xEF\xBB\xBF# a rig\r\n\r\n[well]\r\nid = \"15/9-F-9 A #2 ; x\"\r\nfield=Volve\r\ncampaign = P&A\r\ntz = +02:00\r\n"
		"[bit]\ndiameter_in = 12.25\nrun = 4\nstart_ts = 2009-07-03T18:04:32Z\n; a comment\n"
		"[channels]\nwob_klbf = Averaged WOB kkgf\nrop_ft_h = ROP\nrpm_basis = bit\n"
		"[campaign.plug_abandonment]\nrop_weight = 0.25\nmse_weight = 0.75\nmin_wob = 2\n[mud]\nppg = 1e1\n"
		"[well]\n[display]\nunits = metric";
	char why[CONF_WHY];
	const char *key, *value;
	struct conf *conf = load(text, sizeof text - 1, why);

	(void)state;
	if (!conf)
		fail_msg("%s", why);
	assert_string_equal(conf_text(conf, "well", "id"), "15/9-F-9 A #2 ; x");
	assert_string_equal(conf_text(conf, "well", "campaign"), "P&A");
	assert_string_equal(conf_text(conf, "bit", "run"), "4");
	assert_true(conf_number(conf, "bit", "start_ts", 0) == 1246644272);
	assert_true(conf_number(conf, "mud", "ppg", 0) == 10);
	assert_true(conf_number(conf, "campaign.plug_abandonment", "min_wob", 0) == 2);
	assert_true(conf_each(conf, "channels", 0, &key, &value));
	assert_string_equal(key, "wob_klbf");
	assert_string_equal(value, "Averaged WOB kkgf");
	assert_true(conf_each(conf, "channels", 2, &key, &value));
	assert_string_equal(key, "rpm_basis");
	assert_false(conf_each(conf, "channels", 3, &key, &value));
	assert_false(conf_each(NULL, "channels", 0, &key, &value));
	assert_string_equal(conf_text(conf, "display", "units"), "metric");     /* a last line without LF */
	conf_free(conf);
}

static void mistakes(void **state)
{
	static const struct { const char *text, *why; } wrong[] = {
		{ "[ml_engine]\nintervall_secs = 3600\n",
			"ml.conf:2: [ml_engine] intervall_secs is not a key; did you mean interval_secs" },
		{ "[ml_engine]\n\nid = x\n", "ml.conf:3: [ml_engine] id is not a key; it belongs in [well]" },
		{ "[well]\nzzz = x\n", "ml.conf:2: [well] zzz is not a key; see ml.conf(5)" },
		{ "[wel]\nid = x\n", "ml.conf:2: [wel] is not a section; did you mean [well]" },
		{ "[fish]\nid = x\n", "ml.conf:2: [fish] is not a section; see ml.conf(5)" },
		{ "id = x\n", "ml.conf:1: id stands before the first [section]" },
		{ "[well]\nid = x ; the well\n",
			"ml.conf:2: a comment behind a value; give it a line of its own (or quote the value)" },
		{ "[well]\nid = \"x\" # the well\n",
			"ml.conf:2: a comment behind a value; give it a line of its own (or quote the value)" },
		{ "[well]\n  id = x\n", "ml.conf:2: an indented line; begin it at the left" },
		{ "[well]\n\t# x\n", "ml.conf:2: an indented line; begin it at the left" },
		{ "[well] x\n", "ml.conf:1: not a [section]" },
		{ "[well\n", "ml.conf:1: not a [section]" },
		{ "[well]\nid\n", "ml.conf:2: neither [section] nor key = value" },
		{ "[well]\nid =\n", "ml.conf:2: [well] id has no value" },
		{ "[well]\nid = \"x\n", "ml.conf:2: [well] id: a quote too many or too few" },
		{ "[well]\nid = a\nid = b\n", "ml.conf:3: [well] id is given twice; first in line 2" },
		{ "[well]\nid = \xff\n", "ml.conf:2: not UTF-8" },
		{ "[well]\nid = a\x01\n", "ml.conf:2: a control character" },
		{ "[well]\ncampaign = mining\n",
			"ml.conf:2: [well] campaign: 'mining' is none of production plug_abandonment idle" },
		{ "[well]\ntz = Mars/Olympus\n",
			"ml.conf:2: [well] tz: no time zone 'Mars/Olympus' on this machine; install tzdata or use +hh:mm" },
		{ "[bit]\ndiameter_in = 0\n", "ml.conf:2: [bit] diameter_in: 0 is out of range 1 to 60" },
		{ "[bit]\ndiameter_in = 12 1/4\n", "ml.conf:2: [bit] diameter_in: '12 1/4' is not a number" },
		{ "[bit]\nstart_ts = 2009-07-03 18:04\n",
			"ml.conf:2: [bit] start_ts: '2009-07-03 18:04' has no zone; end it with Z or +hh:mm" },
		{ "[ml_engine]\ninterval_secs = 0.5\n",
			"ml.conf:2: [ml_engine] interval_secs: '0.5' is not a whole number" },
		{ "[ml_engine]\ncomposite_rop_weight = 0.7\n",
			"ml.conf:2: campaign.production: the weights of ROP (0.7) and MSE (0.4) do not sum to 1" },
		{ "[campaign.plug_abandonment]\nrop_weight = 0.5\nmse_weight = 0.6\n",
			"ml.conf:3: campaign.plug_abandonment: the weights of ROP (0.5) and MSE (0.6) do not sum to 1" },
		{ "[campaign.production]\nmin_rop = 600\n",
			"ml.conf:2: [campaign.production] min_rop (600) is not below max_rop (500)" },
		{ "[channels]\nwob = WOB\n", "ml.conf:2: [channels] wob is not a key; did you mean wob_klbf" },
		{ "[channels]\nrop_ft_hr = x\n", "ml.conf:2: [channels] rop_ft_hr is not a key; did you mean rop_ft_h" },
		{ "[channels]\nrpm_basis = top\n", "ml.conf:2: [channels] rpm_basis: 'top' is none of auto surface bit" },
		{ "[display]\nunits = fps metric\n", "ml.conf:2: [display] units: 'fps metric' is none of fps metric" },
	};
	char why[CONF_WHY];

	(void)state;
	for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
		struct conf *conf = load(wrong[k].text, strlen(wrong[k].text), why);

		if (conf)
			fail_msg("taken: %s", wrong[k].text);
		assert_string_equal(why, wrong[k].why);
	}
	assert_null(load("[well]\nid = a\0b\n", 15, why));
	assert_string_equal(why, "ml.conf:2: a control character");
	assert_null(conf_load("/nonexistent/ml.conf", why));
	assert_string_equal(why, "cannot read /nonexistent/ml.conf: No such file or directory");
}

/* 400 bytes are taken whole, one more is refused and not cut. */
/* [limits], and by depth; what is wrong there is said with its line. */
static void limits_by_depth(void **state)
{
	static const char text[] = "[limits]\nwob_max = 35\nrpm_avoid = 95-105,150-160\n[limits.8000-9500]\nwob_max = 20\n"
		"[limits.9500-12000.5]\nwob_min = 5\n";
	static const struct { const char *text, *why; } wrong[] = {
		{ "[limits]\nwob_min = 30\nwob_max = 20\n", "ml.conf:3: [limits] wob_min (30) is not below wob_max (20)" },
		{ "[limits.1-2]\nrpm_min = 90\nrpm_max = 90\n",
			"ml.conf:3: [limits.1-2] rpm_min (90) is not below rpm_max (90)" },
		{ "[limits]\nrpm_avoid = 95-105,160\n", "ml.conf:2: [limits] rpm_avoid: '95-105,160' is not a list of at most "
			"16 bands such as 95-105,150-160" },
		{ "[limits]\nrpm_avoid = 105-95\n", "ml.conf:2: [limits] rpm_avoid: '105-95' is not a list of at most 16 bands "
			"such as 95-105,150-160" },
		{ "[limits.deep]\nwob_max = 3\n",
			"ml.conf:2: [limits.deep] has no range of depths; write it as [limits.8000-9500], in ft" },
		{ "[limits]\nwob_mx = 3\n", "ml.conf:2: [limits] wob_mx is not a key; did you mean wob_max" },
		{ "[limits]\ntorque_max = much\n", "ml.conf:2: [limits] torque_max: 'much' is not a number" },
	};
	char why[CONF_WHY];
	struct conf *conf = load(text, strlen(text), why);

	(void)state;
	assert_non_null(conf);
	assert_string_equal(conf_section(conf, "limits", 0), "limits");
	assert_string_equal(conf_section(conf, "limits.", 1), "limits.9500-12000.5");
	assert_null(conf_section(conf, "limits.", 2));
	assert_true(conf_number(conf, "limits.8000-9500", "wob_max", 0) == 20);
	assert_string_equal(conf_text(conf, "limits", "rpm_avoid"), "95-105,150-160");
	conf_free(conf);
	for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
		assert_null(load(wrong[k].text, strlen(wrong[k].text), why));
		assert_string_equal(why, wrong[k].why);
	}
}

static void long_lines(void **state)
{
	char text[500] = "[channels]\nwob_klbf = ", why[CONF_WHY];
	const size_t before = strlen(text), line = strlen("wob_klbf = ");
	struct conf *conf;

	(void)state;
	memset(text + before, 'w', 400 - line);
	text[before + 400 - line] = '\n';
	conf = load(text, before + 400 - line + 1, why);
	if (!conf)
		fail_msg("%s", why);
	assert_int_equal(strlen(conf_text(conf, "channels", "wob_klbf")), 400 - line);
	conf_free(conf);
	text[before + 400 - line] = 'w';
	assert_null(load(text, before + 400 - line + 1, why));
	assert_string_equal(why, "ml.conf:2: line is longer than 400 bytes");
}

static void weights_follow_ml_engine(void **state)
{
	static const char fine[] = "[ml_engine]\ncomposite_rop_weight = 0.7\ncomposite_mse_weight = 0.3\n";
	static const char both[] = "[ml_engine]\ncomposite_rop_weight = 0.7\ncomposite_mse_weight = 0.3\n"
		"[campaign.production]\nrop_weight = 0.8\n";
	char why[CONF_WHY];
	struct conf *conf = load(fine, strlen(fine), why);

	(void)state;
	assert_non_null(conf);
	conf_free(conf);
	assert_null(load(both, strlen(both), why));
	assert_string_equal(why,
		"ml.conf:5: campaign.production: the weights of ROP (0.8) and MSE (0.3) do not sum to 1");
	conf = load("", 0, why);
	assert_non_null(conf);                          /* an empty file says nothing, and that is fine */
	conf_free(conf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plan_block), cmocka_unit_test(all_kinds), cmocka_unit_test(mistakes), cmocka_unit_test(limits_by_depth),
		cmocka_unit_test(long_lines), cmocka_unit_test(weights_follow_ml_engine),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
