/*
 * spooldays.h - the files of a spool, FOLDER/FIELD/WELL/YYYY-MM-DD.csv (mlstream(5), SPOOL): their names, order, and opening.
 *
 * A day has YYYY-MM-DD.csv and, where the columns changed, YYYY-MM-DD.2.csv and so on. A file that is over may be packed:
 * the same name with .zst behind it. Where both are there, packing did not end and the plain one holds.
 */
#ifndef SPOOLDAYS_H
#define SPOOLDAYS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SPOOLDAY_NAME = 48 };
#define SPOOLDAY_NONE INT64_MIN

struct spoolday {
	int64_t day;            /* since 1970, UTC */
	int part;               /* 1, 2 ... */
	bool plain, packed;     /* which files there are */
};

/* The day of a time in Unix s; SPOOLDAY_NONE when it is not of the years 1970 to 9999. */
int64_t spoolday_of(double ts);
/* By a file's name; false when it is none of a spool. */
bool spoolday_parse(const char *name, struct spoolday *);
void spoolday_name(const struct spoolday *, bool packed, char out[SPOOLDAY_NAME]);
/* Those in an open folder, in order; malloc'd (NULL when there are none). False and errno. */
bool spooldays_list(int folder, struct spoolday **, size_t *n);
/* Opens one for reading: plain, else packed (it may have become that since it was listed). No link is followed. -1, errno. */
int spoolday_open(int folder, const struct spoolday *);

/* The paths of the files in a folder that hold what comes from `from` (Unix s) on, in order; all with NAN. The last one before
 * is taken when there is none, for its columns. malloc'd, each too, by plain names: see spoolday_open_path(). False, errno. */
bool spooldays_paths(const char *folder, double from, char ***paths, size_t *n);
/* open() for reading of a path that may have been packed since it was listed. -1 and errno. */
int spoolday_open_path(const char *path);
/* The field and the well by the path of a spool's folder, or of a file in one. False when they cannot be told. */
bool spooldays_identity(const char *path, char *field, size_t field_size, char *well, size_t well_size);
#endif
