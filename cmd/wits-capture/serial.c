/*
 * serial.c - a serial device by termios; see serial.h.
 */
#include "serial.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

static const tcflag_t settings = CSIZE | PARENB | PARODD | CSTOPB | CRTSCTS;

/* A byte whose parity is wrong is read as NUL, which the decoder counts as noise. */
static void set_modes(struct termios *t, const struct address *a, speed_t speed)
{
	cfmakeraw(t);
	t->c_iflag &= ~(tcflag_t)(IGNPAR | PARMRK | INPCK | IXOFF | IXANY | IGNBRK | BRKINT);
	t->c_cflag &= ~settings;
	t->c_cflag |= CLOCAL | CREAD | (a->bits == 7 ? (tcflag_t)CS7 : (tcflag_t)CS8);
	if (a->parity != 'n') {
		t->c_iflag |= INPCK;
		t->c_cflag |= a->parity == 'o' ? PARENB | PARODD : PARENB;
	}
	if (a->stop == 2)
		t->c_cflag |= CSTOPB;
	if (a->rtscts)
		t->c_cflag |= CRTSCTS;
	t->c_cc[VMIN] = 1;
	t->c_cc[VTIME] = 0;
	cfsetispeed(t, speed);
	cfsetospeed(t, speed);
}

/* NULL, or what was wrong. */
static const char *set_up(int fd, const struct address *a)
{
	struct termios want, have;
	unsigned speed;

	if (!address_baud(a->baud, &speed))
		return "no such baud rate";
	if (tcgetattr(fd, &want) < 0)
		return errno == ENOTTY ? "not a serial device" : strerror(errno);
	/* Two readers would each get some of the bytes. */
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK ? "in use by another program" : strerror(errno);
	set_modes(&want, a, speed);
	/* tcsetattr() succeeds when it could set anything at all. */
	if (tcsetattr(fd, TCSANOW, &want) < 0 || tcgetattr(fd, &have) < 0)
		return strerror(errno);
	if (cfgetispeed(&have) != speed || cfgetospeed(&have) != speed)
		return "the device does not do this baud rate";
	if ((have.c_cflag & settings) != (want.c_cflag & settings))
		return "the device does not do these bits, parity, stop or flow";
	return NULL;
}

int serial_open(const struct address *a, char *why, size_t size)
{
	int fd = open(a->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	const char *wrong = fd < 0 ? strerror(errno) : set_up(fd, a);

	if (!wrong)
		return fd;
	if (fd >= 0)
		close(fd);
	snprintf(why, size, "%c%s", tolower((unsigned char)wrong[0]), wrong + 1);
	return -1;
}
