#!/usr/bin/env python3
"""Remake the font files of Entente from the published families.

What
    Cuts five static TrueType fonts down to the characters the laboratory shows
    (Latin-1, Latin Extended-A, Greek, punctuation, arrows, a few signs).

Why
    The files are part of the program, so they must be small; and the text
    engines cannot switch on OpenType features, so the digits of the panel face
    must be tabular as they come. The script refuses a face whose digits differ
    in width, and one that lacks a character the program uses.

    Source Sans 3 reserves the name "Source" under its licence. A subset is a
    modified version, which may not bear a reserved name; so it is renamed
    "Entente Sans", and Source Code Pro "Entente Mono". EB Garamond reserves no name and keeps its own.

How to run
    python3 -m pip install fonttools
    python3 make_fonts.py
    python3 make_fonts.py --fonts folder   # TTFs at hand, named as in FACES
"""

import argparse
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent

# npm package, member of it, file to write, new family name or None
FACES = [
    ("@expo-google-fonts/source-sans-3@0.4.1", "400Regular/SourceSans3_400Regular.ttf",
     "EntenteSans-Regular.ttf", "Entente Sans"),
    ("@expo-google-fonts/source-sans-3@0.4.1", "600SemiBold/SourceSans3_600SemiBold.ttf",
     "EntenteSans-SemiBold.ttf", "Entente Sans"),
    ("@expo-google-fonts/source-code-pro@0.4.1", "400Regular/SourceCodePro_400Regular.ttf",
     "EntenteMono-Regular.ttf", "Entente Mono"),
    ("@expo-google-fonts/eb-garamond@0.4.3", "500Medium/EBGaramond_500Medium.ttf",
     "EBGaramond-Medium.ttf", None),
    ("@expo-google-fonts/eb-garamond@0.4.3", "600SemiBold/EBGaramond_600SemiBold.ttf",
     "EBGaramond-SemiBold.ttf", None),
]

RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x00FF),  # Latin-1
    (0x0100, 0x017F),                    # Latin Extended-A
    (0x0218, 0x021B),                    # S and T with comma below
    (0x02C6, 0x02C7), (0x02D8, 0x02DD),  # spacing accents
    (0x0300, 0x0304), (0x0306, 0x030C), (0x0326, 0x0328),  # combining accents
    (0x0384, 0x03CE),                    # Greek
    (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EF2, 0x1EF3),
    (0x2007, 0x200B), (0x2010, 0x2015), (0x2018, 0x2022), (0x2026, 0x2026),
    (0x202F, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044),
    (0x2070, 0x2070), (0x2074, 0x2079), (0x2080, 0x2089),  # raised and lowered digits
    (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122),
    (0x2190, 0x2195),                    # arrows
    (0x2202, 0x2202), (0x2206, 0x2206), (0x2211, 0x2212), (0x221A, 0x221A), (0x221E, 0x221E),
    (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265),
    (0x25A0, 0x25A1), (0x25B2, 0x25B3), (0x25B6, 0x25B7), (0x25BC, 0x25BD), (0x25C6, 0x25C7),
    (0x25CA, 0x25CB), (0x25CF, 0x25CF), (0x2713, 0x2713), (0x2717, 0x2717),
]
MUST = ([*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—’“”…·×±≥≤→←↑↓")]
        + [*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA)])
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]


def fetch(package, folder):
    packed = subprocess.run(
        ["npm", "pack", package, "--silent", "--pack-destination", str(folder)],
        check=True, stdout=subprocess.PIPE, text=True,
    )
    return Path(folder) / packed.stdout.split()[-1]


def rename(font, family):
    """Give the font its own name; copyright, designer and licence stay."""
    name = font["name"]
    style = name.getDebugName(17) or name.getDebugName(2)
    postscript = f"{family.replace(' ', '')}-{style.replace(' ', '')}"
    version = name.getDebugName(5).split(";")[0].strip()
    new = {
        1: family if style == "Regular" else f"{family} {style}",
        2: "Regular",
        3: f"{version};{postscript}",
        4: f"{family} {style}",
        6: postscript,
        16: family,
        17: style,
    }
    for record in list(name.names):
        if record.nameID in new or record.nameID in (18, 20, 21, 22, 25):
            name.removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
    for number, text in new.items():
        name.setName(text, number, 3, 1, 0x409)


def cut(source, target, family):
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = True
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[c for a, b in RANGES for c in range(a, b + 1)])
    cutter.subset(font)
    if family:
        rename(font, family)
    font.recalcTimestamp = False
    subset.save_font(font, str(target), options)


def check(path):
    font = TTFont(path)
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    widths = {metrics[cmap[ord(c)]][0] for c in "0123456789"}
    if len(widths) != 1:
        raise SystemExit(f"{path.name}: the digits are not tabular: {sorted(widths)}")
    missing = [chr(c) for c in MUST if c not in cmap]
    if missing:
        raise SystemExit(f"{path.name}: lacks {' '.join(missing)}")
    if "fvar" in font or "glyf" not in font:
        raise SystemExit(f"{path.name}: not a static TrueType font")
    print(f"{path.name:26} {path.stat().st_size:7} bytes  {len(cmap):4} characters  "
          f"digits {widths.pop()}/{font['head'].unitsPerEm}  {font['name'].getDebugName(4)}")


def main():
    parser = argparse.ArgumentParser(description="Remake the font files of Entente.")
    parser.add_argument("--fonts", type=Path, metavar="FOLDER",
                        help="folder with the source TTFs; without it they are fetched with npm")
    parser.add_argument("--output", type=Path, metavar="FOLDER", default=HERE,
                        help="where to write (default: beside this script)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archives = {}
        for package, member, target, family in FACES:
            source = (options.fonts or Path(folder)) / Path(member).name
            if not options.fonts:
                if package not in archives:
                    archives[package] = fetch(package, folder)
                with tarfile.open(archives[package]) as tar:
                    source.write_bytes(tar.extractfile(f"package/{member}").read())
            cut(source, options.output / target, family)
            check(options.output / target)


if __name__ == "__main__":
    main()
