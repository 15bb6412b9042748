/* kept.c - a JSON file from run to run; see kept.h. */
#include "kept.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atomic.h"
#include "json.h"

enum { FILE_LARGEST = 64 << 20 };

enum kept_status kept_wrong(const char *path, const char *type, char why[KEPT_WHY])
{
	snprintf(why, KEPT_WHY, "%.150s: not a file of type %s; remove it to begin anew", path, type);
	return KEPT_WRONG;
}

enum kept_status kept_read(const char *path, const char *type, json_t **o, char why[KEPT_WHY])
{
	size_t len;
	char *text = read_whole(path, FILE_LARGEST, &len);
	const char *is;

	*o = NULL;
	why[0] = '\0';
	if (!text && errno == ENOENT)
		return KEPT_ABSENT;
	if (!text) {
		snprintf(why, KEPT_WHY, "cannot read %.150s: %s", path, strerror(errno));
		return KEPT_UNREADABLE;
	}
	*o = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	free(text);
	is = json_get_text(*o, "type");
	if (is && !strcmp(is, type) && json_get_number(*o, "version") == 1)
		return KEPT_LOADED;
	json_decref(*o);
	*o = NULL;
	return kept_wrong(path, type, why);
}

json_t *kept_object(const char *type)
{
	json_t *o = json_object();

	if (o && json_put_text(o, "type", type) && json_put_number(o, "version", 1))
		return o;
	json_decref(o);
	return NULL;
}

bool kept_write(const char *path, json_t *o)
{
	struct text text = { 0 };
	struct atomic file;
	bool fine = o;
	int why;

	if (fine) {
		json_write(&text, o);
		text_put(&text, '\n');
	}
	json_decref(o);
	errno = ENOMEM;
	fine = fine && !text.failed && atomic_open(&file, path) == 0;
	if (fine && write_all(file.fd, text.s, text.len) < 0) {
		why = errno;
		atomic_discard(&file);
		errno = why;
		fine = false;
	} else if (fine) {
		fine = atomic_publish(&file, false) == 0;
	}
	why = errno;
	text_free(&text);
	errno = why;
	return fine;
}

bool kept_text(const json_t *o, const char *key, char *to, size_t size)
{
	const char *s = json_get_text(o, key);

	if (!s || strlen(s) >= size)
		return false;
	memcpy(to, s, strlen(s) + 1);
	return true;
}
