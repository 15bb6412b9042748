"""How much of the variance of gamma ray do segments by d-exponent explain, against random cuts of the same number?
Segments that begin at a confounded boundary count to the one before.

usage: gamma.py convert LOG.csv > samples.csv      (a USROP log: metric, by depth; bit diameter in mm)
       gamma.py judge < output of ml-segment
"""
import csv
import json
import math
import random
import sys


def convert(path):
    print("ts,hole_depth_ft,rop_ft_h,rpm,wob_klbf,bit_diameter_in,d_exp,gamma_api")
    ts, before = 0.0, None
    for row in csv.DictReader(open(path)):
        get = {k.rsplit(" ", 1)[0].strip(): float(v) for k, v in row.items() if k}
        depth, rop = get["Measured Depth"] / 0.3048, get["Rate of Penetration"] / 0.3048
        rpm, wob = get["Average Rotary Speed"], get["Weight on Bit"] * 2.2046226218
        size, gamma = get["Diameter"] / 25.4, get["USROP Gamma"]
        if before is not None and depth <= before or rop <= 0:
            continue
        ts += 0 if before is None else min(depth - before, 3) / rop * 3600
        before = depth
        d = ""
        if 0 < rop < 60 * rpm and 0 < 12e3 * wob < 1e6 * size:
            d = repr(math.log10(rop / (60 * rpm)) / math.log10(12e3 * wob / (1e6 * size)))
        print("%r,%r,%r,%r,%r,%r,%s,%r" % (ts, depth, rop, rpm, wob, size, d, gamma))


def explained(values, cuts):
    mean = sum(values) / len(values)
    total = sum((v - mean) ** 2 for v in values)
    inside = 0.0
    for a, b in zip([0] + cuts, cuts + [len(values)]):
        part = values[a:b]
        m = sum(part) / len(part)
        inside += sum((v - m) ** 2 for v in part)
    return 1 - inside / total


def judge():
    names, values, number, joined = None, [], [], set()
    for line in sys.stdin:
        if line.startswith('#{"type":"segment"'):
            r = json.loads(line[1:])
            print(r["index"], *["%.0f" % d for d in r["depth_ft"]], r["n"], "%.3f" % r["avg_d_exponent"] if r["avg_d_exponent"] else "-",
                  r["boundary"])
            if r["boundary"] == "confounded":
                joined.add(r["index"])
        if line.startswith("#"):
            continue
        fields = line.rstrip("\n").split(",")
        if names is None:
            names = {name: k for k, name in enumerate(fields)}
        else:
            values.append(float(fields[names["gamma_api"]]))
            number.append(int(fields[names["segment"]]))
    cuts = [k for k in range(1, len(number)) if number[k] != number[k - 1] and number[k] not in joined]
    ours = explained(values, cuts)
    generator = random.Random(1)
    others = sorted(explained(values, sorted(generator.sample(range(1, len(values)), len(cuts)))) for _ in range(2000))
    print("%d segments: %.2f of the variance of gamma; random cuts %.2f, as good in %.3f of 2000" % (
        len(cuts) + 1, ours, sum(others) / len(others), sum(o >= ours for o in others) / len(others)))


if sys.argv[1] == "convert":
    convert(sys.argv[2])
else:
    judge()
