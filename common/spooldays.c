/* spooldays.c - the files of a spool; see spooldays.h. */
#include "spooldays.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"

static const double day_s = 86400, year_10000 = 253402300800.0;

int64_t spoolday_of(double ts)
{
	return ts >= 0 && ts < year_10000 ? (int64_t)floor(ts / day_s) : SPOOLDAY_NONE;
}

void spoolday_name(const struct spoolday *d, bool packed, char out[SPOOLDAY_NAME])
{
	time_t t = (time_t)(d->day * 86400);
	struct tm tm = { 0 };
	size_t n;

	out[0] = '\0';
	if (!gmtime_r(&t, &tm))
		return;
	n = strftime(out, SPOOLDAY_NAME, "%Y-%m-%d", &tm);
	if (d->part > 1)
		n += (size_t)snprintf(out + n, SPOOLDAY_NAME - n, ".%d", d->part);
	snprintf(out + n, SPOOLDAY_NAME - n, ".csv%s", packed ? ".zst" : "");
}

/* A number of n digits at *s; -1 when there are fewer. */
static int digits(const char **s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++, (*s)++) {
		if (**s < '0' || **s > '9')
			return -1;
		v = v * 10 + (**s - '0');
	}
	return v;
}

bool spoolday_parse(const char *name, struct spoolday *d)
{
	const char *s = name;
	struct tm tm = { 0 };
	char again[SPOOLDAY_NAME];
	int year = digits(&s, 4), month = *s++ == '-' && year >= 1970 ? digits(&s, 2) : -1;
	int of_month = month > 0 && *s++ == '-' ? digits(&s, 2) : -1;

	if (of_month < 1)
		return false;
	*d = (struct spoolday){ .part = 1 };
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = of_month;
	d->day = (int64_t)timegm(&tm) / 86400;
	if (s[0] == '.' && s[1] >= '0' && s[1] <= '9') {
		s++;
		for (d->part = 0; *s >= '0' && *s <= '9' && d->part < 1000000; s++)
			d->part = d->part * 10 + (*s - '0');
		if (d->part < 2)
			return false;
	}
	d->packed = strcmp(s, ".csv.zst") == 0;
	d->plain = !d->packed;
	/* A date that the calendar has not, or a number with zeros before it, reads back as another name. */
	spoolday_name(d, d->packed, again);
	return strcmp(again, name) == 0;
}

static int by_time(const void *a, const void *b)
{
	const struct spoolday *x = a, *y = b;

	return x->day != y->day ? (x->day > y->day) - (x->day < y->day) : (x->part > y->part) - (x->part < y->part);
}

/* Plain and packed of one part become one entry. */
static size_t join(struct spoolday *d, size_t n)
{
	size_t kept = 0;

	qsort(d, n, sizeof *d, by_time);
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && by_time(&d[kept - 1], &d[i]) == 0) {
			d[kept - 1].plain |= d[i].plain;
			d[kept - 1].packed |= d[i].packed;
		} else {
			d[kept++] = d[i];
		}
	}
	return kept;
}

bool spooldays_list(int folder, struct spoolday **list, size_t *n)
{
	int fd = folder_open(folder, ".", 0);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	size_t capacity = 0;
	const struct dirent *entry;
	struct spoolday d, *all = NULL;

	*list = NULL;
	*n = 0;
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while (errno = 0, (entry = readdir(dir))) {
		if (!spoolday_parse(entry->d_name, &d))
			continue;
		if (*n == capacity) {
			struct spoolday *more = realloc(all, (capacity = capacity ? capacity * 2 : 64) * sizeof *more);
			if (!more)
				break;
			all = more;
		}
		all[(*n)++] = d;
	}
	int saved = errno;
	closedir(dir);
	if (saved) {
		free(all);
		*n = 0;
		errno = saved;
		return false;
	}
	if (*n)
		*n = join(all, *n);
	*list = all;
	return true;
}

static int open_regular(int folder, const char *name, int more)
{
	int fd = openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | more);
	struct stat about;

	if (fd >= 0 && (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	return fd;
}

int spoolday_open(int folder, const struct spoolday *d)
{
	char name[SPOOLDAY_NAME];
	int fd;

	spoolday_name(d, false, name);
	fd = open_regular(folder, name, O_NOFOLLOW);
	if (fd >= 0 || errno != ENOENT)
		return fd;
	spoolday_name(d, true, name);
	return open_regular(folder, name, O_NOFOLLOW);
}

int spoolday_open_path(const char *path)
{
	struct spoolday d;
	const char *slash = strrchr(path, '/');
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *packed;

	if (fd >= 0 || errno != ENOENT || !spoolday_parse(slash ? slash + 1 : path, &d) || d.packed)
		return fd;
	if (asprintf(&packed, "%s.zst", path) < 0) {
		errno = ENOMEM;
		return -1;
	}
	fd = open(packed, O_RDONLY | O_CLOEXEC);
	free(packed);
	return fd;
}

bool spooldays_paths(const char *folder, double from, char ***paths, size_t *n)
{
	int fd = folder_open(AT_FDCWD, folder, 0);
	int64_t first = isnan(from) ? SPOOLDAY_NONE : spoolday_of(fmax(from, 0));
	size_t all = 0, skip = 0;
	struct spoolday *d = NULL;
	bool fine;

	*paths = NULL;
	*n = 0;
	if (fd < 0)
		return false;
	fine = spooldays_list(fd, &d, &all);
	int saved = errno;
	close(fd);
	errno = saved;
	while (fine && skip + 1 < all && d[skip].day < first)
		skip++;
	fine = fine && (*paths = calloc(all - skip + 1, sizeof **paths));
	for (size_t i = skip; fine && i < all; i++) {
		char name[SPOOLDAY_NAME];

		spoolday_name(&d[i], false, name);
		fine = asprintf(&(*paths)[i - skip], "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name) >= 0;
		if (fine)
			++*n;
		else
			errno = ENOMEM;
	}
	free(d);
	return fine;
}

/* Takes the last component off a path: its start; *len its length, `path` is cut before it. */
static const char *last_component(char *path, size_t *len)
{
	char *slash = strrchr(path, '/');
	const char *component = slash ? slash + 1 : path;

	*len = strlen(component);
	if (slash)
		*slash = '\0';
	return component;
}

bool spooldays_identity(const char *path, char *field, size_t field_size, char *well, size_t well_size)
{
	char *real = realpath(path, NULL), *slash = NULL;
	struct stat about;
	struct spoolday d;
	size_t len;
	bool fine;

	if (!real) {                    /* a file that has been packed since */
		char *folder = strdup(path);
		slash = folder ? strrchr(folder, '/') : NULL;
		if (slash)
			*slash = '\0';
		real = folder ? realpath(slash ? folder : ".", NULL) : NULL;
		free(folder);
		if (!real)
			return false;
	} else if (stat(real, &about) == 0 && !S_ISDIR(about.st_mode)) {
		slash = strrchr(real, '/');
		if (!slash || !spoolday_parse(slash + 1, &d)) {
			free(real);
			return false;
		}
		*slash = '\0';
	}
	const char *component = last_component(real, &len);
	fine = folder_decode(component, len, well, well_size);
	component = last_component(real, &len);
	fine = fine && len > 0 && folder_decode(component, len, field, field_size);
	free(real);
	return fine;
}
