/* banned.h - calls this tree does not use; the compiler refuses them. Included before every file. */
#ifndef BANNED_H
#define BANNED_H
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
/* macros of a fortified libc: clang warns when it poisons one */
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atof gets gmtime localtime ctime asctime \
	setlocale rand srand system tmpnam mktemp
#endif
