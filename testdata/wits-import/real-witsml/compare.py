"""Compares an import with --keep of a WITSML log with a reading of the same XML by another parser, value by value."""
import csv
import datetime
import sys
import xml.etree.ElementTree as tree

FT_M, BBL_M3 = 0.3048, 0.158987294928
CHANNELS = {"Depth": ("hole_depth_ft", FT_M), "BITDEP": ("bit_depth_ft", FT_M), "BLOCKCOMP": ("block_pos_ft", FT_M),
            "PITTOT": ("tank_bbl", BBL_M3)}


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def read(path):
    names, null = None, None
    for _, element in tree.iterparse(path):
        if local(element) == "mnemonicList":
            names = element.text.split(",")
        elif local(element) == "nullValue" and null is None:
            null = float(element.text)
        elif local(element) == "data":
            yield names, null, element.text.split(",")


with open(sys.argv[2], encoding="utf-8") as out:
    rows = list(csv.DictReader(line for line in out if not line.startswith("#")))
values = wrong = 0
count = 0
for (names, null, fields), row in zip(read(sys.argv[1]), rows):
    count += 1
    for name, text in zip(names, fields):
        values += 1
        if name == "Time":
            seconds = datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
            same = float(row["ts"]) == seconds
        elif name in CHANNELS:
            column, factor = CHANNELS[name]
            got = row[column]
            if text == "" or float(text) == null:
                same = got == ""
            else:
                same = got != "" and abs(float(got) * factor - float(text)) <= 1e-12 * max(1, abs(float(text)))
        else:
            try:
                missing = text == "" or float(text) == null
            except ValueError:
                missing = False
            same = row[name] == ("" if missing else text)
        if not same:
            wrong += 1
            if wrong < 10:
                print(name, repr(text), row)
total = sum(1 for _ in read(sys.argv[1]))
print(f"{total} rows, {len(rows)} imported, {count} compared, {values} values, {wrong} wrong")
