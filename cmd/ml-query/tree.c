/* tree.c - what is in a store, by names alone; see tree.h. */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "folder.h"
#include "tree_scan.h"

struct tree {
	char *path;
	int top;
	struct scan scan;
	struct tree_entry *entries;
	size_t n_entries;
	struct tree_count *counts;
	char *folder;                   /* the last one that a report was read from, and its descriptor */
	int leaf;
};
enum { REPORT_MAX = 16 << 20 };

static void reason(char why[TREE_WHY], const char *what, const char *words)
{
	snprintf(why, TREE_WHY, "%s: %s", what, words);
}

struct tree *tree_open(const char *folder, char why[TREE_WHY])
{
	struct tree *tree = calloc(1, sizeof *tree);
	int saved;

	if (!tree) {
		reason(why, folder, "out of memory");
		return NULL;
	}
	tree->leaf = -1;
	tree->path = strdup(folder);
	tree->top = tree->path ? folder_open(AT_FDCWD, folder, 0) : -1;
	if (tree->top >= 0)
		return tree;
	saved = errno;
	if (saved == ENOTDIR)
		reason(why, folder, "not a folder; a store is the folder that ml-report --store names");
	else
		reason(why, folder, strerror(saved));
	tree_close(tree);
	errno = saved;
	return NULL;
}

static void forget(struct tree *tree)
{
	for (size_t i = 0; i < tree->n_entries; i++)
		free(tree->entries[i].key);
	free(tree->entries);
	free(tree->counts);
	tree->entries = NULL;
	tree->counts = NULL;
	tree->n_entries = 0;
	scan_free(&tree->scan);
}

void tree_close(struct tree *tree)
{
	if (!tree)
		return;
	forget(tree);
	if (tree->leaf >= 0)
		close(tree->leaf);
	if (tree->top >= 0)
		close(tree->top);
	free(tree->folder);
	free(tree->path);
	free(tree);
}

/* Reads the names; -1 and a reason. */
static int look(struct tree *tree, const struct tree_want *want, enum scan_depth depth, char why[TREE_WHY])
{
	forget(tree);
	if (scan_store(&tree->scan, tree->top, tree->path, want, depth, why))
		return 0;
	return -1;
}

ssize_t tree_list(struct tree *tree, const struct tree_want *want, const struct tree_entry **entries, char why[TREE_WHY])
{
	if (look(tree, want, SCAN_REPORTS, why) != 0)
		return -1;
	const struct scan *scan = &tree->scan;
	tree->entries = calloc(scan->n_hits ? scan->n_hits : 1, sizeof *tree->entries);
	for (size_t i = 0; tree->entries && i < scan->n_hits; i++) {
		const struct scan_hit *hit = &scan->hits[i];
		const struct scan_folder *folder = &scan->folders[hit->folder];
		struct tree_entry *entry = &tree->entries[i];

		*entry = (struct tree_entry){ .field = folder->field, .well = folder->well, .campaign = folder->campaign };
		if (asprintf(&entry->key, "%s%s", folder->path, scan->names.s + hit->name) < 0) {
			entry->key = NULL;
			break;
		}
		tree->n_entries++;
		(void)tree_stamp(scan->names.s + hit->name, &entry->end, &entry->length);
	}
	if (!tree->entries || tree->n_entries < scan->n_hits) {
		reason(why, tree->path, "out of memory");
		return -1;
	}
	*entries = tree->entries;
	return (ssize_t)tree->n_entries;
}

static int by_names(const void *a, const void *b)
{
	const struct tree_count *x = a, *y = b;
	int order = strcmp(x->field, y->field);

	if (!order)
		order = strcmp(x->well, y->well);
	return order ? order : strcmp(x->campaign ? x->campaign : "", y->campaign ? y->campaign : "");
}

ssize_t tree_counts(struct tree *tree, const struct tree_want *want, const struct tree_count **counts, char why[TREE_WHY])
{
	size_t n = 0;

	if (look(tree, want, SCAN_COUNTS, why) != 0)
		return -1;
	const struct scan *scan = &tree->scan;
	tree->counts = calloc(scan->n_folders ? scan->n_folders : 1, sizeof *tree->counts);
	if (!tree->counts) {
		reason(why, tree->path, "out of memory");
		return -1;
	}
	for (size_t i = 0; i < scan->n_folders; i++) {
		const struct scan_folder *f = &scan->folders[i];
		if (f->reports)
			tree->counts[n++] = (struct tree_count){ f->field, f->well, f->campaign, f->reports, f->oldest,
				f->newest };
	}
	qsort(tree->counts, n, sizeof *tree->counts, by_names);
	*counts = tree->counts;
	return (ssize_t)n;
}

static int entries_by_names(const void *a, const void *b)
{
	const struct tree_entry *x = a, *y = b;
	int order = strcmp(x->field, y->field);

	return order ? order : strcmp(x->well, y->well);
}

ssize_t tree_wells(struct tree *tree, const struct tree_entry **entries, char why[TREE_WHY])
{
	static const struct tree_want all = { .since = NAN, .until = NAN };

	if (look(tree, &all, SCAN_WELLS, why) != 0)
		return -1;
	const struct scan *scan = &tree->scan;
	tree->entries = calloc(scan->n_folders ? scan->n_folders : 1, sizeof *tree->entries);
	if (!tree->entries) {
		reason(why, tree->path, "out of memory");
		return -1;
	}
	for (size_t i = 0; i < scan->n_folders; i++)
		tree->entries[i] = (struct tree_entry){ .field = scan->folders[i].field, .well = scan->folders[i].well,
			.end = NAN, .length = NAN };
	tree->n_entries = scan->n_folders;
	qsort(tree->entries, tree->n_entries, sizeof *tree->entries, entries_by_names);
	*entries = tree->entries;
	return (ssize_t)tree->n_entries;
}

bool tree_is_key(const char *key)
{
	const char *field = key, *well, *campaign, *name;
	char decoded[FOLDER_NAME_MAX + 1];
	double end, length;
	size_t len;

	if (!(well = strchr(field, '/')) || !(campaign = strchr(well + 1, '/')) || !(name = strchr(campaign + 1, '/')))
		return false;
	if (!folder_decode(field, (size_t)(well - field), decoded, sizeof decoded) ||
	    !folder_decode(well + 1, (size_t)(campaign - well - 1), decoded, sizeof decoded) ||
	    !tree_stamp(name + 1, &end, &length))
		return false;
	len = (size_t)(name - campaign - 1);
	for (int k = 0; k < CAMPAIGNS; k++) {
		const char *known = campaign_name((enum campaign)k);
		if (strlen(known) == len && memcmp(known, campaign + 1, len) == 0)
			return true;
	}
	return false;
}

json_t *tree_parse(const char *bytes, size_t len, char why[TREE_WHY])
{
	json_error_t error;
	json_t *report = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error);

	if (!report) {
		snprintf(why, TREE_WHY, "line %d: %s", error.line, error.text);
		return NULL;
	}
	if (json_is_number(json_object_get(report, "timestamp")) && json_is_object(json_object_get(report, "result")))
		return report;
	snprintf(why, TREE_WHY, "not a report: a JSON object with a number 'timestamp' and an object 'result'");
	json_decref(report);
	return NULL;
}

/* A whole file of an open descriptor, which is closed. NULL and errno. */
static char *read_report(int fd, size_t *len)
{
	struct stat st;
	char *bytes = NULL;
	int saved;

	if (fstat(fd, &st) == 0) {
		if (!S_ISREG(st.st_mode))
			errno = EINVAL;
		else if (st.st_size > REPORT_MAX)
			errno = EFBIG;
		else
			bytes = malloc((size_t)st.st_size + 1);
	}
	*len = 0;
	while (bytes && *len < (size_t)st.st_size) {
		ssize_t n = read(fd, bytes + *len, (size_t)st.st_size - *len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			free(bytes);
			bytes = NULL;
		}
		if (n <= 0)
			break;
		*len += (size_t)n;
	}
	saved = errno;
	close(fd);
	errno = saved;
	if (bytes)
		bytes[*len] = '\0';
	return bytes;
}

/* Opens a report; the folder of the last one is kept, for the next is most often in it, too. -1 and errno. */
static int open_report(struct tree *tree, const char *key)
{
	size_t len = (size_t)(strrchr(key, '/') - key);
	char *folder;

	if (!tree->folder || strlen(tree->folder) != len || memcmp(tree->folder, key, len) != 0) {
		if (tree->leaf >= 0)
			close(tree->leaf);
		tree->leaf = -1;
		free(tree->folder);
		tree->folder = NULL;
		folder = strndup(key, len);
		if (!folder)
			return -1;
		tree->leaf = folder_walk(tree->top, folder, false);
		if (tree->leaf < 0) {
			free(folder);
			return -1;
		}
		tree->folder = folder;
	}
	return openat(tree->leaf, key + len + 1, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

char *tree_read(struct tree *tree, const char *key, size_t *len, char why[TREE_WHY])
{
	char *bytes = NULL;
	int fd, saved;

	if (!tree_is_key(key)) {
		snprintf(why, TREE_WHY, "'%.200s' is no key; one is FIELD/WELL/CAMPAIGN/YYYYMMDDTHHMMSSZ.json", key);
		errno = EINVAL;
		return NULL;
	}
	fd = open_report(tree, key);
	if (fd >= 0)
		bytes = read_report(fd, len);
	if (bytes)
		return bytes;
	saved = errno;
	snprintf(why, TREE_WHY, "%s/%.300s: %s", tree->path, key, saved == EFBIG ? "larger than 16 MiB, so no report" :
		saved == EINVAL || saved == ELOOP ? "not a plain file" : strerror(saved));
	errno = saved;
	return NULL;
}

json_t *tree_report(struct tree *tree, const char *key, const char *bytes, size_t len, char why[TREE_WHY])
{
	char words[TREE_WHY];
	json_t *report = tree_parse(bytes, len, words);

	if (!report) {
		snprintf(why, TREE_WHY, "%s/%.300s: %.150s", tree->path, key, words);
		errno = EBADMSG;
	}
	return report;
}

json_t *tree_load(struct tree *tree, const char *key, char **raw, size_t *size, char why[TREE_WHY])
{
	size_t len = 0;
	char *bytes = tree_read(tree, key, &len, why);
	json_t *report = bytes ? tree_report(tree, key, bytes, len, why) : NULL;
	int saved = errno;

	if (report && raw) {
		*raw = bytes;
		if (size)
			*size = len;
		return report;
	}
	free(bytes);
	errno = saved;
	return report;
}
