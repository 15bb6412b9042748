"""F1 and covering of change points against several people's (van den Burg and Williams 2020, arXiv:2003.06222).

usage: score.py ANNOTATIONS N < change points, one a line (first index of each new segment)
F1: a change point is right within 5 samples of one that anybody marked; recall is the mean over the people, 0 is always marked.
Covering: each person's segments by their best overlap (intersection by union) with ours, weighted by length, mean over the people.
"""
import json
import sys

MARGIN = 5


def matched(marks, ours):
    left, hits = set(ours), 0
    for mark in sorted(marks):
        near = sorted((abs(mark - x), x) for x in left if abs(mark - x) <= MARGIN)
        if near:
            left.remove(near[0][1])
            hits += 1
    return hits


def f1(people, ours):
    marks = [set(p) | {0} for p in people]
    ours = set(ours) | {0}
    precision = matched(set().union(*marks), ours) / len(ours)
    recall = sum(matched(m, ours) / len(m) for m in marks) / len(marks)
    return 2 * precision * recall / (precision + recall)


def parts(cuts, n):
    borders = [0] + sorted(c for c in set(cuts) if 0 < c < n) + [n]
    return list(zip(borders, borders[1:]))


def overlap(a, b):
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (a[1] - a[0] + b[1] - b[0] - shared)


def covering(people, ours, n):
    return sum((a[1] - a[0]) * max(overlap(a, b) for b in parts(ours, n)) for p in people for a in parts(p, n)) / n / len(people)


annotations = json.load(open(sys.argv[1]))
people = list(annotations.get("well_log", annotations).values())
n = int(sys.argv[2])
ours = [int(line) for line in sys.stdin]
print("change points %d, F1 %.4f, covering %.4f" % (len(ours), f1(people, ours), covering(people, ours, n)))
sys.exit(0 if f1(people, ours) >= 0.88 and covering(people, ours, n) >= 0.83 else 1)
