/* tree_scan.c - reads the names in a store; see tree_scan.h. */
#include "tree_scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "folder.h"

struct reading {
	struct scan *scan;
	const struct tree_want *want;
	const char *store;
	enum scan_depth depth;
	double oldest;                  /* what ended before it is not among the newest `limit` */
	char *why;
};
/* Where a reading is: names as people write them, and the path of components so far. */
struct place { const char *field, *well; char path[2 * FOLDER_NAME_MAX + 32]; };

static bool fail(struct reading *r, const char *path, const char *words)
{
	snprintf(r->why, TREE_WHY, "%.200s/%.180s: %.100s", r->store, path, words);
	return false;
}

static bool out_of_memory(struct reading *r)
{
	return fail(r, "", "out of memory");
}

/* Days since 1970 of a date of the years 0 to 9999 (Howard Hinnant, days_from_civil, 2013). */
static int64_t days(int y, int m, int d)
{
	y -= m <= 2;
	int era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
	int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1, doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (int64_t)era * 146097 + doe - 719468;
}

static bool digits(const char *s, int n, int *v)
{
	*v = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*v = *v * 10 + (s[i] - '0');
	}
	return true;
}

bool tree_stamp(const char *name, double *end, double *length)
{
	static const int month_days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int y, mo, d, h, mi, s;
	char *rest;

	if (!digits(name, 4, &y) || !digits(name + 4, 2, &mo) || !digits(name + 6, 2, &d) || name[8] != 'T' ||
	    !digits(name + 9, 2, &h) || !digits(name + 11, 2, &mi) || !digits(name + 13, 2, &s) || name[15] != 'Z')
		return false;
	if (mo < 1 || mo > 12 || d < 1 || d > month_days[mo - 1] || h > 23 || mi > 59 || s > 60)
		return false;
	*end = (double)(days(y, mo, d) * 86400 + h * 3600 + mi * 60 + s);
	*length = NAN;
	name += 16;
	if (strcmp(name, ".json") == 0)
		return true;
	if (name[0] != '-' || name[1] < '0' || name[1] > '9' || strlen(name) > 40 || strcspn(name, "xX") != strlen(name))
		return false;
	*length = strtod(name + 1, &rest);
	return isfinite(*length) && strcmp(rest, "s.json") == 0;
}

static int by_end(const void *a, const void *b, void *to)
{
	const struct scan_hit *x = a, *y = b;
	const struct scan *scan = to;

	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	int order = x->folder == y->folder ? 0 : strcmp(scan->folders[x->folder].path, scan->folders[y->folder].path);
	return order ? order : strcmp(scan->names.s + x->name, scan->names.s + y->name);
}

/* Puts the hits in order and keeps the newest `limit`. The names of the others stay in memory until too many have gathered. */
static bool settle(struct reading *r)
{
	struct scan *scan = r->scan;
	size_t limit = r->want->limit;

	if (scan->n_hits)
		qsort_r(scan->hits, scan->n_hits, sizeof *scan->hits, by_end, scan);
	if (!limit || scan->n_hits < limit)
		return true;
	scan->n_hits = limit;
	r->oldest = scan->hits[limit - 1].end;
	struct text kept = { 0 };
	for (size_t i = 0; i < limit; i++) {
		const char *name = scan->names.s + scan->hits[i].name;
		scan->hits[i].name = (uint32_t)kept.len;
		text_add(&kept, name, strlen(name) + 1);
	}
	text_free(&scan->names);
	scan->names = kept;
	return !kept.failed || out_of_memory(r);
}

static bool add_hit(struct reading *r, const char *name, double end)
{
	struct scan *scan = r->scan;

	if (scan->n_hits == scan->hits_cap) {
		size_t cap = scan->hits_cap ? scan->hits_cap * 2 : 1024;
		struct scan_hit *more = reallocarray(scan->hits, cap, sizeof *more);
		if (!more)
			return out_of_memory(r);
		scan->hits = more;
		scan->hits_cap = cap;
	}
	if (scan->names.len > UINT32_MAX - 4096)
		return fail(r, "", "too many reports for one list; ask for a well, a time or a limit");
	scan->hits[scan->n_hits++] = (struct scan_hit){ end, (uint32_t)(scan->n_folders - 1), (uint32_t)scan->names.len };
	text_add(&scan->names, name, strlen(name) + 1);
	if (scan->names.failed)
		return out_of_memory(r);
	return !r->want->limit || scan->n_hits < 2 * r->want->limit + 1024 || settle(r);
}

/* One name in a folder of reports. */
static bool take_report(struct reading *r, const char *name)
{
	struct scan_folder *folder = &r->scan->folders[r->scan->n_folders - 1];
	double end, length;

	if (!tree_stamp(name, &end, &length) || end < r->want->since || end > r->want->until)
		return true;
	folder->reports++;
	folder->oldest = fmin(folder->oldest, end);
	folder->newest = fmax(folder->newest, end);
	return r->depth != SCAN_REPORTS || end < r->oldest || add_hit(r, name, end);
}

static bool add_folder(struct reading *r, const struct place *p, const char *campaign)
{
	struct scan *scan = r->scan;

	if (scan->n_folders == scan->folders_cap) {
		size_t cap = scan->folders_cap ? scan->folders_cap * 2 : 64;
		struct scan_folder *more = reallocarray(scan->folders, cap, sizeof *more);
		if (!more)
			return out_of_memory(r);
		scan->folders = more;
		scan->folders_cap = cap;
	}
	struct scan_folder *folder = &scan->folders[scan->n_folders++];
	*folder = (struct scan_folder){ .field = strdup(p->field), .well = strdup(p->well), .path = strdup(p->path),
		.campaign = campaign, .oldest = NAN, .newest = NAN };
	return (folder->field && folder->well && folder->path) || out_of_memory(r);
}

/* An open folder as a stream of names; takes fd. True with *d NULL: it has vanished or is none. */
static bool open_names(struct reading *r, int fd, const char *path, DIR **d)
{
	int saved = errno;

	*d = fd >= 0 ? fdopendir(fd) : NULL;
	if (*d)
		return true;
	if (fd >= 0) {
		saved = errno;
		close(fd);
	}
	/* vanished, a file, or a link, which is not followed */
	if (saved == ENOENT || saved == ENOTDIR || saved == ELOOP)
		return true;
	return fail(r, path, strerror(saved));
}

/* The next name that may be a folder's or a report's; NULL at the end, with errno 0 or not. */
static const char *next_name(DIR *d, unsigned char kind)
{
	const struct dirent *e;

	while (errno = 0, (e = readdir(d)))
		if (e->d_name[0] != '.' && (e->d_type == kind || e->d_type == DT_UNKNOWN))
			return e->d_name;
	return NULL;
}

static bool end_names(struct reading *r, DIR *d, const char *path, bool good)
{
	if (good && errno != 0 && errno != ENOENT)
		good = fail(r, path, strerror(errno));
	closedir(d);
	return good;
}

static bool read_reports(struct reading *r, int fd, struct place *p, const char *campaign)
{
	const char *name;
	bool good;
	DIR *d;

	if (!open_names(r, fd, p->path, &d) || !d)
		return d == NULL && !*r->why;
	good = add_folder(r, p, campaign);
	while (good && (name = next_name(d, DT_REG)))
		good = take_report(r, name);
	return end_names(r, d, p->path, good);
}

/* The campaigns of a well: three names at most, each asked for. */
static bool read_campaigns(struct reading *r, int fd, struct place *p)
{
	size_t len = strlen(p->path);
	bool good = true;

	if (fd < 0)
		return (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) || fail(r, p->path, strerror(errno));
	if (r->depth == SCAN_WELLS) {
		close(fd);
		return add_folder(r, p, NULL);
	}
	for (int k = 0; good && k < CAMPAIGNS; k++) {
		const char *name = campaign_name((enum campaign)k);
		if (r->want->campaign && strcmp(name, r->want->campaign) != 0)
			continue;
		snprintf(p->path + len, sizeof p->path - len, "%s/", name);
		good = read_reports(r, folder_open(fd, name, O_NOFOLLOW), p, name);
	}
	p->path[len] = '\0';
	close(fd);
	return good;
}

typedef bool descend(struct reading *, int fd, struct place *);
static bool read_fields(struct reading *, int top, struct place *);
static bool read_wells(struct reading *, int fd, struct place *);

/* Goes into one component of a path; a name that ml-report would not write is passed over. */
static bool enter(struct reading *r, int fd, struct place *p, const char *component, const char **as, descend *next)
{
	char name[FOLDER_NAME_MAX + 1];
	size_t len = strlen(p->path);
	bool good;

	if (!folder_decode(component, strlen(component), name, sizeof name))
		return true;
	*as = name;
	snprintf(p->path + len, sizeof p->path - len, "%s/", component);
	good = next(r, folder_open(fd, component, O_NOFOLLOW), p);
	p->path[len] = '\0';
	*as = NULL;
	return good;
}

/* Into the one that is wanted, or into each. Takes fd. */
static bool enter_each(struct reading *r, int fd, struct place *p, const char *wanted, const char **as, descend *next)
{
	struct text component = { 0 };
	char why[FOLDER_WHY];
	const char *name;
	bool good = true;
	DIR *d;

	if (wanted && fd >= 0) {
		if (!folder_encode(&component, "name", wanted, why))
			good = fail(r, p->path, why);
		else
			good = enter(r, fd, p, component.s, as, next);
		text_free(&component);
		close(fd);
		return good;
	}
	if (!open_names(r, fd, p->path, &d) || !d)
		return d == NULL && !*r->why;
	while (good && (name = next_name(d, DT_DIR)))
		good = enter(r, dirfd(d), p, name, as, next);
	return end_names(r, d, p->path, good);
}

static bool read_wells(struct reading *r, int fd, struct place *p)
{
	return enter_each(r, fd, p, r->want->well, &p->well, read_campaigns);
}

static bool read_fields(struct reading *r, int top, struct place *p)
{
	return enter_each(r, top, p, r->want->field, &p->field, read_wells);
}

bool scan_store(struct scan *scan, int top, const char *path, const struct tree_want *want, enum scan_depth depth,
	char why[TREE_WHY])
{
	struct reading r = { .scan = scan, .want = want, .store = path, .depth = depth, .oldest = -INFINITY, .why = why };
	struct place place = { 0 };

	why[0] = '\0';
	if (!read_fields(&r, folder_open(top, ".", 0), &place))
		return false;
	return depth != SCAN_REPORTS || settle(&r);
}

void scan_free(struct scan *scan)
{
	for (size_t i = 0; i < scan->n_folders; i++) {
		free(scan->folders[i].field);
		free(scan->folders[i].well);
		free(scan->folders[i].path);
	}
	free(scan->folders);
	free(scan->hits);
	text_free(&scan->names);
	*scan = (struct scan){ 0 };
}
