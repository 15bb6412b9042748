"""A rig and a capture for the live-* cases: frames of fixed times, wits-capture as a child, waiting for what is to come."""
import os, re, signal, socket, subprocess, sys, time

TMP = os.environ["TMP"]
START = 1714543200      # 2024-05-01 06:00:00 UTC
PATIENCE = 50 if os.environ.get("MODE") != "asan" else 150


def frame(well, second, depth=7600, **more):
    """A frame of record 01; more: i16=25 sets item 0116. well None: no 0101."""
    t = time.gmtime(START + second)
    items = {"i05": time.strftime("%y%m%d", t), "i06": time.strftime("%H%M%S", t), "i08": depth, "i10": depth, "i13": 72.5,
             "i16": 22, "i20": 120}
    items.update(more)
    if well is not None:
        items["i01"] = well
    return ("&&\r\n" + "".join("01%s%s\r\n" % (k[1:], items[k]) for k in sorted(items)) + "!!\r\n").encode()


def until(what, condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            sys.exit("waited %d s in vain for %s" % (PATIENCE, what))
        time.sleep(0.02)


class Capture:
    def __init__(self, *arguments, name="capture", **how):
        self.out, self.err = os.path.join(TMP, name + ".out"), os.path.join(TMP, name + ".err")
        with open(self.out, "w") as out, open(self.err, "w") as err:
            self.child = subprocess.Popen(("wits-capture",) + arguments, stdout=out, stderr=err, **how)

    def said(self):
        with open(self.err) as f:
            return f.read()

    def wait_said(self, words, times=1):
        until("'%s' in: %s" % (words, self.said()), lambda: len(re.findall(words, self.said())) >= times)

    def port(self):
        self.wait_said("listening on .*\n")
        return int(re.search(r"listening on .*:(\d+)\n", self.said()).group(1))

    def wait_rows(self, n, path=None):
        until("%d rows" % n, lambda: len(rows(path or self.out)) >= n)

    def stop(self, number=signal.SIGTERM):
        self.child.send_signal(number)
        return self.child.wait(PATIENCE)


def lines(path):
    """Whole lines only; none when there is no file yet. A day that is over may be packed by now."""
    if not os.path.exists(path) and os.path.exists(path + ".zst"):
        return subprocess.run(("zstd", "-dcq", path + ".zst"), stdout=subprocess.PIPE, text=True).stdout.split("\n")[:-1]
    if not os.path.exists(path):
        return []
    with open(path) as f:
        return f.read().split("\n")[:-1]


def rows(path):
    return [line for line in lines(path) if line[:1].isdigit()]


def show(path):
    """Rows shortened to time, hole depth and weight; records as they are but for counters."""
    for line in lines(path):
        if line[:1].isdigit():
            f = line.split(",")
            print(int(float(f[0])) - START, f[2], f[6])
        elif line.startswith("#{") and '"capture"' not in line and '"stream"' not in line:
            print(re.sub("1714[0-9]{6}", lambda m: str(int(m.group()) - START), line))


def connect(port):
    return socket.create_connection(("127.0.0.1", port), PATIENCE)


def serve():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    s.listen()
    s.settimeout(PATIENCE)
    return s, s.getsockname()[1]


def spooled(well, field="DEFAULT", day="2024-05-01"):
    return os.path.join(TMP, "spool", field, well, day + ".csv")
