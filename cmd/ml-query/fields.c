/* fields.c - dotted paths into an object, and a row of them; see fields.h. */
#include "fields.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "csvrow.h"
#include "json.h"

struct one { char *path; bool seen; };
struct query_fields { struct one *one; int n; };

struct query_fields *fields_new(const char *list)
{
	struct query_fields *fields = calloc(1, sizeof *fields);
	size_t most = 1;

	for (const char *s = list; *s; s++)
		most += *s == ',';
	if (fields)
		fields->one = calloc(most, sizeof *fields->one);
	if (!fields || !fields->one) {
		free(fields);
		return NULL;
	}
	for (size_t len; *list; list += len + (list[len] == ',')) {
		len = strcspn(list, ",");
		if (!len)
			continue;
		char *path = strndup(list, len);
		if (!path) {
			fields_free(fields);
			return NULL;
		}
		fields->one[fields->n++].path = path;
	}
	return fields;
}

void fields_free(struct query_fields *fields)
{
	if (!fields)
		return;
	for (int i = 0; i < fields->n; i++)
		free(fields->one[i].path);
	free(fields->one);
	free(fields);
}

int fields_count(const struct query_fields *fields)
{
	return fields->n;
}

const char *fields_unseen(const struct query_fields *fields)
{
	for (int i = 0; i < fields->n; i++)
		if (!fields->one[i].seen)
			return fields->one[i].path;
	return NULL;
}

static json_t *element(const json_t *array, const char *s, size_t len)
{
	size_t index = 0;

	if (!len || len > 6)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return NULL;
		index = index * 10 + (size_t)(s[i] - '0');
	}
	return json_array_get(array, index);
}

json_t *fields_at(const json_t *value, const char *path)
{
	json_t *found = NULL;

	while (value) {
		size_t len = strcspn(path, ".");
		found = json_is_array(value) ? element(value, path, len) : json_object_getn(value, path, len);
		if (!path[len])
			return found;
		value = found;
		path += len + 1;
	}
	return NULL;
}

/* The value of a field, and that there is one. */
static const json_t *take(struct one *one, const json_t *object)
{
	const json_t *value = fields_at(object, one->path);

	one->seen |= value != NULL;
	return json_is_null(value) ? NULL : value;
}

void fields_csv_header(const struct query_fields *fields, struct text *out)
{
	for (int i = 0; i < fields->n; i++) {
		if (i)
			text_put(out, ',');
		csvrow_put(out, fields->one[i].path, strlen(fields->one[i].path));
	}
	text_put(out, '\n');
}

void fields_csv(struct query_fields *fields, const json_t *object, struct text *out)
{
	struct text word = { 0 };

	for (int i = 0; i < fields->n; i++) {
		const json_t *value = take(&fields->one[i], object);
		text_clear(&word);
		if (json_is_string(value))
			text_add(&word, json_string_value(value), json_string_length(value));
		else if (value)
			json_write(&word, value);
		if (i)
			text_put(out, ',');
		csvrow_put(out, text_view(&word), word.len);
	}
	out->failed |= word.failed;
	text_free(&word);
}

void fields_json(struct query_fields *fields, const json_t *object, struct text *out)
{
	for (int i = 0; i < fields->n; i++) {
		const json_t *value = take(&fields->one[i], object);
		text_put(out, i ? ',' : '{');
		json_write_string(out, fields->one[i].path, strlen(fields->one[i].path));
		text_put(out, ':');
		if (value)
			json_write(out, value);
		else
			text_str(out, "null");
	}
	text_str(out, fields->n ? "}" : "{}");
}

void fields_text(struct query_fields *fields, const json_t *object, struct text *out)
{
	for (int i = 0; i < fields->n; i++) {
		const json_t *value = take(&fields->one[i], object);
		size_t from;
		text_format(out, "%s%s=", i ? "  " : "", fields->one[i].path);
		from = out->len;
		if (json_is_string(value))
			text_add(out, json_string_value(value), json_string_length(value));
		else if (value)
			json_write(out, value);
		/* a name from data must not drive a terminal */
		for (size_t k = from; out->s && k < out->len; k++)
			if ((unsigned char)out->s[k] < 0x20 || out->s[k] == 0x7f)
				out->s[k] = '?';
	}
}
