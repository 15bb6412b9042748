# The metric log converted with exact fractions: every value of the stream is within 4e-16 of it, relatively.
import csv, subprocess
from fractions import Fraction as F

foot, pound_force, kgf = F("0.3048"), F("4.4482216152605"), F("9.80665")
factors = {
    "bit_depth_ft": ("Bit Depth (MD) m", 1 / foot), "hole_depth_ft": ("Hole depth (MD) m", 1 / foot),
    "block_pos_ft": ("Block Position m", 1 / foot), "rop_ft_h": ("Rate of Penetration  m/h", 1 / foot),
    "hookload_klbf": ("Average Hookload kkgf", kgf / pound_force), "wob_klbf": ("Averaged WOB kkgf", kgf / pound_force),
    "torque_kft_lbf": ("Average Surface Torque kN.m", 1 / (pound_force * foot)), "rpm": ("RPM30s rpm", F(1)),
    "spp_psi": ("Average Standpipe Pressure kPa", 1000 * F("0.0254") ** 2 / pound_force),
    "flow_in_gpm": ("Mud Flow In L/min", 1 / F("3.785411784")),
}
log = list(csv.DictReader(open("../data/metric.csv")))
out = subprocess.run(["wits-import", "-q", "../data/metric.csv"], capture_output=True, text=True, check=True).stdout
rows = list(csv.DictReader(line for line in out.splitlines() if not line.startswith("#")))
checked = 0
for a, b in zip(log, rows, strict=True):
    for name, (column, factor) in factors.items():
        if a[column] in ("", "NaN", "-999.25"):
            assert b[name] == "", (name, b[name])
            continue
        exact = F(a[column]) * factor
        assert abs(F(b[name]) - exact) <= abs(exact) * F("4e-16"), (name, a[column], b[name])
        checked += 1
print(checked, "values agree")
