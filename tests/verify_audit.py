#!/usr/bin/env python3
"""Verifies the audit log in a CoalitionCms SQLite file by src/CoalitionCms.Integrity/FORMATS.md, sharing no code with the program.
usage: verify_audit.py FILE [HASH@N]      HASH@N: a head that was noted elsewhere
Prints "holds" or the first line that does not. Exit code: 0 holds, 1 does not, 2 called wrongly."""
import hashlib
import json
import re
import sqlite3
import sys
from urllib.parse import quote

LABEL = "coalitioncms/audit/v1"


def field_list(*texts):
    sha = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8")
        sha.update(b"%d:%s," % (len(data), data))
    return sha.hexdigest()


def time(stored):
    """SQLite has "2015-10-06 18:30:00.25"; the hash has "2015-10-06T18:30:00.250Z". Anything finer than a millisecond was not written by us."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?", stored if isinstance(stored, str) else "")
    return found and f"{found[1]}T{found[2]}.{(found[3] or '').ljust(3, '0')}Z"


def verify(db, noted):
    number, previous = start = tuple(db.execute('SELECT "Number", "Hash" FROM "AuditStart"').fetchone() or (0, field_list(LABEL)))
    told, proofs = tuple(db.execute('SELECT "Number", "Hash" FROM "AuditHead"').fetchone() or (0, "")), set()
    if noted and noted[0] < number:
        return noted[0], "was cut away, and cannot be compared"
    if noted and noted[0] == number and noted != start:
        return number, "rewritten"
    for n, at, actor, verb, kind, obj, details, before, digest in db.execute(
            'SELECT "Number", "AtUtc", "Actor", "Verb", "ObjectKind", "ObjectId", "Details", "PreviousHash", "Hash" FROM "AuditEntries" ORDER BY "Number"'):
        if n != number + 1:
            return (number + 1, "missing") if n > number + 1 else (n, "out-of-order")
        if before != previous:
            return n, "not-linked"
        if not time(at) or field_list(LABEL, previous, str(n), time(at), actor, verb, kind, obj, details) != digest:
            return n, "changed"
        number, previous = n, digest
        if noted and noted[0] == n and noted[1] != digest:
            return n, "rewritten"
        if told[0] == n and told[1] != digest:
            return n, "head-row"
        if verb in ("audit.checkpoint", "audit.pruned"):
            mark = json.loads(details)
            named = (mark["number"], mark["hash"])
            hashes = db.execute('SELECT "Hash" FROM "AuditEntries" WHERE "Number" = ?', named[:1]).fetchone()
            if named[0] >= n or (named != start and named[0] >= start[0] and (not hashes or hashes[0] != named[1])):
                return n, "checkpoint"
            if named == start:
                proofs.add(verb)
    if max(told[0], noted[0] if noted else 0) > number:
        return number + 1, "cut-off"
    if start[0] > 0 and len(proofs) < 2:
        return start[0], "start-unproven"
    return (number, "head-row") if told != (number, previous) else print(f"holds: {number - start[0]} lines, head {previous}@{number}")


if __name__ == "__main__":
    head = re.fullmatch(r"([0-9a-f]{64})@(\d+)", sys.argv[2]) if len(sys.argv) == 3 else None
    if len(sys.argv) not in (2, 3) or (len(sys.argv) == 3 and not head):
        sys.exit(print(__doc__, file=sys.stderr) or 2)
    broken = verify(sqlite3.connect(f"file:{quote(sys.argv[1])}?mode=ro", uri=True), head and (int(head[2]), head[1]))
    sys.exit(print(f"line {broken[0]}: {broken[1]}") or 1 if broken else 0)
