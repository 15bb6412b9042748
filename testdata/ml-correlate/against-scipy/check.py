"""Recomputes every number of ml-correlate's records: check.py IN.csv RECORDS [--plain] [--neff M] [--lag S]."""
import csv
import json
import sys

import numpy as np
from scipy import stats

rows = list(csv.DictReader(open(sys.argv[1])))
records = [json.loads(line) for line in open(sys.argv[2])]
how = sys.argv[3:]
method = how[how.index("--neff") + 1] if "--neff" in how else "first0" if "--plain" in how else "min"
plain = "--plain" in how or method == "none"
lag_given = how[how.index("--lag") + 1] if "--lag" in how else "0" if plain else "auto"
if "drill_mode" in rows[0] and method != "none":
    modes = [r["drill_mode"] for r in rows]
    mode = max(("rotary", "slide"), key=modes.count)
    rows = [r for r in rows if r["drill_mode"] == mode]
else:
    mode = None
t = np.array([int(r["ts"]) for r in rows])
t -= t[0]
cells = t[-1] + 1


def grid(name):
    g = np.full(cells, np.nan)
    g[t] = [float(r[name]) for r in rows]
    return g


names = {"WOB": "wob_klbf", "ROP": "rop_ft_h", "RPM": "rpm", "Flow": "flow_in_gpm", "MSE": "mse_psi"}
series = {k: grid(v) for k, v in names.items()}
depth = grid("hole_depth_ft")


def find_lag():
    x, y = (np.diff(np.log(series[k])) for k in ("WOB", "ROP"))
    known = min(np.isfinite(x).sum(), np.isfinite(y).sum())
    x, y = (np.nan_to_num(v - np.nanmean(v)) for v in (x, y))
    m = len(x)
    c = np.array([(x[:m - k] * y[k:]).sum() for k in range(min(120, m - 1) + 1)]) / np.sqrt((x @ x) * (y @ y))
    if c.max() < max(.1, 4 / np.sqrt(known)):
        return 0
    return int(np.floor(np.median(np.where(c >= c.max() / 2)[0])))


def n_eff(x, y):
    ok = np.isfinite(x) & np.isfinite(y)
    n = ok.sum()
    first, last = np.where(ok)[0][[0, -1]]
    ok, x, y = (v[first:last + 1] for v in (ok, x, y))
    x, y = (np.where(ok, v - v[ok].mean(), 0) for v in (x, y))
    m = len(ok)
    if method == "none":
        return None
    pairs = np.array([(ok[:m - k] & ok[k:]).sum() for k in range(m)])
    with np.errstate(all="ignore"):
        rx, ry = (np.array([v[:m - k] @ v[k:] for k in range(m)]) / pairs / ((v @ v) / n) for v in (x, y))
    w = pairs / n
    if method == "lag1":
        both = w[1] ** 2 * rx[1] * ry[1]
        return min(n, n * (1 - both) / (1 + both))
    first0 = 0
    for k in range(1, m):
        if not (rx[k] > 0 and ry[k] > 0):
            break
        first0 += w[k] * rx[k] * ry[k]
    pp = np.nan_to_num((w * rx * ry)[1:n // 5 + 1]).sum()
    sums = {"first0": first0, "pp": pp, "min": max(first0, pp)}
    return min(n, n / max(1, 1 + 2 * sums[method]))


def p_of(r, df):
    return 2 * stats.t.sf(abs(r) * np.sqrt(df / ((1 - r) * (1 + r))), df)


def near(record, key, want, relative=1e-7):
    got = record[key]
    if want is None or got is None:
        assert want is None and got is None, (record, key, got, want)
    else:
        assert abs(got - want) <= relative * abs(want) + 1e-12, (record, key, got, want)


def ranked(x, y):
    ok = np.isfinite(x) & np.isfinite(y)
    out = []
    for v in (x, y):
        r = np.full(len(v), np.nan)
        r[ok] = stats.rankdata(v[ok])
        out.append(r)
    return out


def holm(p):
    order = np.argsort(p, kind="stable")
    q = np.minimum(1, np.maximum.accumulate(np.array(p)[order] * np.arange(len(p), 0, -1)))
    out = np.empty(len(p))
    out[order] = np.minimum(q, 1)
    return out


lag = find_lag() if lag_given == "auto" else int(lag_given)
late = np.full(cells, np.nan)
late[:cells - lag] = series["ROP"][lag:]
families = {False: [], True: []}
for record in records:
    a, b = record["x"], record["y"]
    assert record["drill_mode"] == mode and record["method"] == method
    x, y = series[a], late if b == "ROP" else series[b]
    ok = np.isfinite(x) & np.isfinite(y)
    n = int(ok.sum())
    near(record, "n", n)
    near(record, "lag_s", lag if b == "ROP" else None)
    r = stats.pearsonr(x[ok], y[ok])[0]
    near(record, "r", r)
    near(record, "spearman", stats.spearmanr(x[ok], y[ok])[0])
    e = n_eff(x, y)
    near(record, "n_eff", e)
    e = e or n
    half = stats.norm.ppf(.975) / np.sqrt(e - 3) if e > 3 else np.inf
    for got, want in zip(record["ci95"], np.tanh([np.arctanh(r) - half, np.arctanh(r) + half])):
        assert abs(got - want) < 1e-7, (record, want)
    z = depth[ok]
    left = [np.full(cells, np.nan), np.full(cells, np.nan)]
    for out, v in zip(left, (x, y)):
        out[ok] = v[ok] - np.polyval(np.polyfit(z - z.mean(), v[ok], 1), z - z.mean())
    partial = stats.pearsonr(left[0][ok], left[1][ok])[0]
    near(record, "partial_r", partial)
    structural = b == "MSE"
    assert record["structural"] == structural
    if structural:
        u, v = np.log(series["MSE"]) - np.log(x), np.log(x)
        ru = stats.pearsonr(v[ok], u[ok])[0]
        eu = n_eff(v, u)
        near(record, "slope", stats.linregress(np.log(x[ok]), np.log(series["MSE"][ok]))[0])
        near(record, "slope_n_eff", eu)
        eu = eu or n
        p = p_of(ru, eu - 2) if e >= 10 and eu >= 10 else None
        near(record, "slope_p", p)
    else:
        s = ranked(x, y)
        es = n_eff(*s) or n
        near(record, "spearman_p", p_of(record["spearman"], es - 2) if es >= 10 else None)
        p = p_of(r, e - 2) if e >= 10 else None
        ep = n_eff(*left)
        near(record, "partial_n_eff", ep)
        ep = ep or n
        if not plain:
            pp = p_of(partial, ep - 3) if ep >= 10 else None
            near(record, "partial_p", pp)
            p = None if p is None or pp is None else 1 if partial * r < 0 else max(p, pp)
    near(record, "p", p)
    near(record, "log10_p", None if p is None else np.log10(p) if p > 0 else record["log10_p"])
    assert record["status"] == ("insufficient" if p is None else "ok"), record
    if p is not None:
        families[structural].append((p, record))
for structural, family in families.items():
    for (p, record), q in zip(family, holm([p for p, _ in family]) if family else []):
        near(record, "p_adjusted", q)
        assert record["significant"] == bool(not structural and q < .05 and abs(record["r"]) >= .2), record
