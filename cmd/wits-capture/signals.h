/*
 * signals.h - the signals of a live capture as a descriptor to poll: stop (TERM, INT), reopen (HUP), counters (USR1).
 *
 * The second TERM or INT ends the program at once, whatever it waits for.
 */
#ifndef SIGNALS_H
#define SIGNALS_H
#include <stdbool.h>

struct signals { bool stop, reopen, counters; };

bool signals_open(void);                /* false and errno */
int signals_fd(void);                   /* readable when there is something to take */
struct signals signals_take(void);      /* what came since the last call; stop stays */
#endif
