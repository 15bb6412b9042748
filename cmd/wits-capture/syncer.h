/*
 * syncer.h - puts the spools of many rigs on the disk together, without making the loop wait for it.
 *
 * An fsync(2) a rig and second is more than a disk can do for thousands, one syncfs(2) of the file system is not; it runs in
 * a child process, since it may take its time.
 */
#ifndef SYNCER_H
#define SYNCER_H
#include <stdbool.h>
#include <sys/types.h>

struct syncer {
	pid_t child;
	int to, from, folder;           /* orders, answers (errno or 0); the file system is that of this folder */
	bool asked;                     /* an answer is awaited */
	double asked_at;                /* CLOCK_MONOTONIC s */
};

/* The folder is made if absent. False and errno. */
bool syncer_start(struct syncer *, const char *folder);
/* Asks for a sync unless one is under way. */
void syncer_ask(struct syncer *, double now);
/* The answer, once it is there: 0 done, an errno, -1 none yet; ECHILD when the child is gone. */
int syncer_answer(struct syncer *);
/* Ends the child and syncs once more, here. 0 or an errno. */
int syncer_stop(struct syncer *);
#endif
