/*
 * uri.h - the target of a request ("/api/v1/ml/latest?well_id=A") taken apart and decoded, once. No I/O.
 *
 * REQUEST_URI is what the client sent; PATH_INFO is what a server made of it (decoded, dots and slashes removed), and is
 * not used.
 */
#ifndef URI_H
#define URI_H
#include <stdbool.h>
#include <stddef.h>

enum { URI_MAX = 4096, URI_PARAMETERS = 16, URI_WHY = 160 };
enum uri_status { URI_OK, URI_BAD, URI_LONG };

struct uri_parameter { const char *name, *value; };
struct uri {
	char bytes[URI_MAX + 2];        /* what the pointers below point into */
	const char *path;               /* begins with a slash */
	struct uri_parameter parameter[URI_PARAMETERS];
	int n;
	char why[URI_WHY];              /* of URI_BAD: what is wrong; no bytes of the request are in it */
};

/* Refused: no slash in front, a fragment, a percent sign without two hex digits, a control character (C0, DEL, C1), bytes that
 * are not UTF-8, a parameter without `=`, without a name or a value, given twice, too many. In the query `+` is a blank. */
enum uri_status uri_parse(struct uri *, const char *target);
/* The value of a parameter; NULL when it is not there. */
const char *uri_value(const struct uri *, const char *name);
#endif
