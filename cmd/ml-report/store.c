/* store.c - the tree of stored reports; see store.h. */
#include "store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "atomic.h"
#include "folder.h"
#include "json.h"
#include "when.h"

enum { REPORT_MAX = 16 << 20, STAMP_LEN = 16 };    /* STAMP_LEN: YYYYMMDDTHHMMSSZ */
static const double same_depth_ft = 30; /* a joint of pipe: the rock at a depth of the same well is the same rock */

struct store {
	char *path;
	int top;
	char *folder;                   /* the last folder used, FIELD/WELL/CAMPAIGN, and its descriptor */
	int leaf;
};

static bool fail(char why[STORE_WHY], const char *path, const char *what)
{
	snprintf(why, STORE_WHY, "%s: %s", path, what);
	return false;
}

struct store *store_open(const char *folder, char why[STORE_WHY])
{
	struct store *store = calloc(1, sizeof *store);

	if (!store) {
		fail(why, folder, "out of memory");
		return NULL;
	}
	store->top = store->leaf = -1;
	store->path = strdup(folder);
	if (store->path)
		store->top = folder_make(folder);
	if (store->top >= 0)
		return store;
	fail(why, folder, errno == ENOTDIR ? "not a folder; --store wants one for reports" : strerror(errno));
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->leaf >= 0)
		close(store->leaf);
	if (store->top >= 0)
		close(store->top);
	free(store->folder);
	free(store->path);
	free(store);
}

bool store_key(struct text *key, const struct identity *who, double end, double length, double usual,
	char why[STORE_WHY])
{
	char stamp[WHEN_LEN];

	if (!folder_encode(key, "field", who->field, why))
		return false;
	text_put(key, '/');
	if (!folder_encode(key, "well", who->well, why))
		return false;
	when_key(end, stamp);
	if (strlen(stamp) != STAMP_LEN)
		return fail(why, "window", "its end is not a time of the years 0 to 9999");
	text_format(key, "/%s/%s", campaign_name(who->campaign), stamp);
	if (fabs(length - usual) > 1e-6) {
		text_put(key, '-');
		text_number(key, round(length * 1e6) / 1e6);
		text_put(key, 's');
	}
	text_str(key, ".json");
	return !key->failed || fail(why, "key", "out of memory");
}

/* The folder of a key, kept from one report to the next. */
static bool open_leaf(struct store *store, const char *key, bool make)
{
	const char *slash = strrchr(key, '/');
	size_t len = slash ? (size_t)(slash - key) : 0;
	char *folder;
	int fd;

	if (store->folder && strlen(store->folder) == len && memcmp(store->folder, key, len) == 0)
		return true;
	folder = strndup(key, len);
	fd = folder ? folder_walk(store->top, folder, make) : -1;
	if (fd < 0) {
		int saved = errno;
		free(folder);
		errno = saved == ELOOP ? ENOTDIR : saved;
		return false;
	}
	if (store->leaf >= 0)
		close(store->leaf);
	free(store->folder);
	store->folder = folder;
	store->leaf = fd;
	return true;
}

/* Reads a report in the folder: malloc'd, *len set. NULL and errno; ELOOP and EINVAL: no regular file. */
static char *read_report(int folder, const char *name, size_t *len)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), saved = 0;
	struct stat st;
	char *s = NULL;
	size_t got = 0, size;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) != 0)
		saved = errno;
	else if (!S_ISREG(st.st_mode))
		saved = EINVAL;
	else if (st.st_size > REPORT_MAX)
		saved = EFBIG;
	size = saved ? 0 : (size_t)st.st_size;
	if (!saved && !(s = malloc(size + 1)))
		saved = errno;
	while (!saved && got < size) {
		ssize_t n = read(fd, s + got, size - got);
		if (n > 0)
			got += (size_t)n;
		else if (n == 0)
			break;
		else if (errno != EINTR)
			saved = errno;
	}
	close(fd);
	if (saved) {
		free(s);
		errno = saved;
		return NULL;
	}
	s[got] = '\0';
	*len = got;
	return s;
}

static enum store_status write_report(struct store *store, const char *name, const char *report, size_t len,
	bool exclusive)
{
	struct atomic file;

	if (atomic_open_at(&file, store->leaf, name) != 0)
		return STORE_FAILED;
	if (write_all(file.fd, report, len) != 0) {
		atomic_discard(&file);
		return STORE_FAILED;
	}
	if (atomic_publish(&file, exclusive) == 0)
		return exclusive ? STORE_NEW : STORE_REPLACED;
	return errno == EEXIST && exclusive ? STORE_TAKEN : STORE_FAILED;
}

/* By errno: what is wrong, and whether it is the place or the device. */
static enum store_status give_up(const struct store *store, const char *key, char why[STORE_WHY])
{
	int saved = errno;

	if (saved == ELOOP || saved == EINVAL)
		snprintf(why, STORE_WHY, "%s/%s: not a regular file; no report is put there", store->path, key);
	else if (saved == ENOTDIR)
		snprintf(why, STORE_WHY, "%s/%s: a file or a symbolic link stands where a folder belongs",
			store->path, key);
	else
		snprintf(why, STORE_WHY, "%s/%s: %s", store->path, key, strerror(saved));
	bool device = saved == ENOSPC || saved == EDQUOT || saved == EFBIG || saved == EIO || saved == EROFS;

	return device ? STORE_FULL : STORE_FAILED;
}

enum store_status store_put(struct store *store, const char *key, const char *report, size_t len, bool replace,
	char why[STORE_WHY])
{
	const char *name = strrchr(key, '/');
	enum store_status status;
	size_t old_len = 0;
	char *old;

	if (!name || !open_leaf(store, key, true))
		return give_up(store, key, why);
	name++;
	status = write_report(store, name, report, len, true);
	if (status == STORE_TAKEN) {
		old = read_report(store->leaf, name, &old_len);
		if (!old && errno != EFBIG)
			return give_up(store, key, why);
		if (old && old_len == len && memcmp(old, report, len) == 0)
			status = STORE_SAME;
		else if (replace)
			status = write_report(store, name, report, len, false);
		else
			snprintf(why, STORE_WHY,
				"%s/%s: another report is stored there; --replace puts this one in its place",
				store->path, key);
		free(old);
	}
	return status == STORE_FAILED ? give_up(store, key, why) : status;
}

/* YYYYMMDDTHHMMSSZ.json or ...Z-LENGTHs.json */
static bool is_report(const char *name)
{
	static const char digits[] = "0123456789";

	if (strspn(name, digits) != 8 || name[8] != 'T' || strspn(name + 9, digits) != 6 || name[15] != 'Z')
		return false;
	name += STAMP_LEN;
	if (*name == '-') {
		size_t n = strspn(name + 1, "0123456789.");
		if (n == 0 || name[n + 1] != 's')
			return false;
		name += n + 2;
	}
	return strcmp(name, ".json") == 0;
}

static int latest_first(const void *a, const void *b)
{
	char *const *x = a, *const *y = b;

	return strcmp(*y, *x);
}

/* The names of reports whose windows end no later than `limit`, latest first. False and errno. */
static bool list_reports(int folder, const char limit[WHEN_LEN], char ***names, size_t *n)
{
	int fd = folder_open(folder, ".", 0);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	size_t capacity = 0;
	const struct dirent *entry;
	bool ok = dir != NULL;

	if (fd >= 0 && !dir)
		close(fd);
	while (ok && (errno = 0, entry = readdir(dir))) {
		if (!is_report(entry->d_name) || strncmp(entry->d_name, limit, STAMP_LEN) > 0)
			continue;
		if (*n == capacity) {
			char **more = realloc(*names, (capacity = capacity ? capacity * 2 : 64) * sizeof *more);
			if (!more) {
				ok = false;
				break;
			}
			*names = more;
		}
		if (!((*names)[*n] = strdup(entry->d_name)))
			ok = false;
		else
			++*n;
	}
	if (ok && errno)
		ok = false;
	if (dir)
		closedir(dir);
	if (*n)
		qsort(*names, *n, sizeof **names, latest_first);
	return ok;
}

static bool is_like(const json_t *report, const struct store_like *like)
{
	const json_t *range = json_object_get(report, "depth_range");
	const json_t *top = json_array_get(range, 0), *base = json_array_get(range, 1);
	const char *rock = json_get_text(report, "formation_type");

	if (like->formation)
		return rock && strcmp(rock, like->formation) == 0;
	return json_is_number(top) && json_is_number(base) && like->depth >= json_number_value(top) - same_depth_ft &&
		like->depth <= json_number_value(base) + same_depth_ft;
}

/* A report that is a success in that rock and ended in time; NULL for any other. A file that is no report is none. */
static json_t *good_report(int folder, const char *name, const struct store_like *like)
{
	size_t len = 0;
	char *s = read_report(folder, name, &len);
	json_t *report = s ? json_loadb(s, len, 0, NULL) : NULL;
	const char *status = json_get_text(json_object_get(report, "result"), "status");

	free(s);
	if (status && strcmp(status, "success") == 0 && is_like(report, like) &&
	    json_get_number(report, "timestamp") <= like->before)
		return report;
	json_decref(report);
	return NULL;
}

json_t *store_last_good(struct store *store, const char *key, const struct store_like *like, struct text *found,
	char why[STORE_WHY])
{
	char limit[WHEN_LEN], **names = NULL;
	size_t n = 0;
	json_t *report = NULL;

	*why = '\0';
	if (!open_leaf(store, key, false)) {
		if (errno != ENOENT)
			give_up(store, key, why);
		return NULL;
	}
	when_key(like->before, limit);
	if (!list_reports(store->leaf, limit, &names, &n))
		snprintf(why, STORE_WHY, "%s/%s: %s", store->path, store->folder, strerror(errno));
	for (size_t i = 0; !*why && i < n && !report; i++) {
		report = good_report(store->leaf, names[i], like);
		if (report)
			text_format(found, "%s/%s", store->folder, names[i]);
	}
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return report;
}
