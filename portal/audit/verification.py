"""Proving the trail: the chain is followed, every entry's leaf computed anew, the first fault named."""

from __future__ import annotations

import hashlib
import hmac
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from django.db import connection

from portal.audit.installer import uncaptured
from portal.audit.models import AuditDetachment, AuditEntry, AuditSeal
from portal.audit.sealing import GENESIS, LEAF, LEAF_SIZE, LEAVES, digest_of, keyed_digest
from portal.errors import InvalidInput

CHUNK_ENTRIES = 20_000
CHUNK_SEALS = 1_000

MATCH = f"SELECT count(*), sha256(string_agg(leaf, ''::bytea)) FROM ({LEAVES}) entry"
ELSEWHERE = f"SELECT id FROM audit_entry WHERE {LEAF.format(id='%s::bigint')} = %s ORDER BY id LIMIT 1"


@dataclass(frozen=True)
class Finding:
    """The first fault: its `kind`, the entry's id, the seal's number, and a Chinese sentence.

    Kinds: changed, removed, inserted, reordered (entries); seal_changed, seal_removed; detachment_changed.
    """

    kind: str
    entry: int | None
    seal: int | None
    message: str


@dataclass
class Verdict:
    """What a verification found. `uncaptured` are tables where changes may leave no trace."""

    first_bad: Finding | None = None
    seals: int = 0
    entries: int = 0
    detached: int = 0
    unsealed: int = 0
    last_seal: int | None = None
    digest: str = ""
    uncaptured: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every sealed entry is what it was when it was sealed."""
        return self.first_bad is None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"whole": self.whole, **asdict(self)}


class Detached:
    """The ids that left the trail with whole months, in ascending runs."""

    def __init__(self, detachments: list[AuditDetachment]) -> None:
        runs = sorted(run for one in detachments for run in pairs(one.runs))
        self.firsts = [first for first, _ in runs]
        self.lasts = [last for _, last in runs]

    def __contains__(self, entry: int) -> bool:
        at = bisect_right(self.firsts, entry) - 1
        return at >= 0 and entry <= self.lasts[at]


def verify(*, from_seal: int | None = None, to_seal: int | None = None,
           expect: Mapping[int, str] | None = None) -> Verdict:  # fmt: skip
    """Check the trail from `from_seal` to `to_seal` (all of it by default) and name the first bad entry.

    `expect` maps seal numbers to the digests an auditor wrote down: they also prove that the chain was not
    made anew by somebody who holds the key. Entries not yet sealed are counted, not judged. Writes nothing.
    """
    verdict = Verdict(uncaptured=uncaptured(), unsealed=_unsealed())
    verdict.first_bad = _forged_detachment() or (from_seal is None and _before_all()) or None
    detached = Detached(list(AuditDetachment.objects.all()))
    previous = AuditSeal.objects.filter(no=from_seal - 1).first() if from_seal else None
    for chunk in _chunks(from_seal, to_seal) if verdict.whole else ():
        verdict.first_bad = _check(chunk, previous, from_seal or 1, expect or {}, detached, verdict)
        if not verdict.whole:
            return verdict
        previous = chunk[-1]
        verdict.seals += len(chunk)
        verdict.last_seal, verdict.digest = previous.no, previous.hex
    if verdict.whole:
        verdict.first_bad = _beyond(expect or {}, previous, to_seal)
    return verdict


def parse_expectation(text: str) -> dict[int, str]:
    """`NO:DIGEST` as an auditor keeps it; several separated by blanks or commas."""
    expected = {}
    for part in text.replace(",", " ").replace("：", ":").split():
        no, _, digest = part.partition(":")
        if not no.isdigit() or len(digest) != 64 or set(digest.lower()) - set("0123456789abcdef"):
            raise InvalidInput(f"“{part}”不是“封存号:摘要”，摘要应为 64 位十六进制数字。")
        expected[int(no)] = digest.lower()
    return expected


def detachment_digest(detachment: AuditDetachment) -> bytes:
    """The keyed digest that a record of a detached month must bear."""
    text = f"{detachment.month:%Y-%m} {detachment.count} {detachment.seal} {list(detachment.runs)}"
    return keyed_digest(b"detachment", text.encode())


def pairs(flat: list[int]) -> list[tuple[int, int]]:
    """[1, 3, 7, 9] as (1, 3), (7, 9)."""
    return list(zip(flat[::2], flat[1::2], strict=True))


def _chunks(from_seal: int | None, to_seal: int | None) -> Iterator[list[AuditSeal]]:
    """Consecutive seals, together about `CHUNK_ENTRIES` entries: many small seals are compared at once."""
    seals = AuditSeal.objects.order_by("no")
    after = (from_seal or 1) - 1
    while True:
        rows = seals.filter(no__gt=after, **({"no__lte": to_seal} if to_seal else {}))
        counts = list(rows.values_list("no", "count")[:CHUNK_SEALS])
        if not counts:
            return
        total, last = 0, counts[0][0]
        for no, count in counts:
            total += count
            if total > CHUNK_ENTRIES and no != counts[0][0]:
                break
            last = no
        yield list(seals.filter(no__gt=after, no__lte=last))
        after = last


def _check(chunk: list[AuditSeal], previous: AuditSeal | None, first_no: int, expect: Mapping[int, str],
           detached: Detached, verdict: Verdict) -> Finding | None:  # fmt: skip
    """The first fault in consecutive seals: entries before the first broken link come first."""
    good: list[AuditSeal] = []
    broken = None
    for seal in chunk:
        broken = _broken_link(seal, good[-1] if good else previous, first_no, expect)
        if broken:
            break
        good.append(seal)
    return (_compare(good, detached, verdict) if good else None) or broken


def _broken_link(
    seal: AuditSeal, previous: AuditSeal | None, first_no: int, expect: Mapping[int, str]
) -> Finding | None:
    last_no, last_id = (previous.no, previous.last_id) if previous else (first_no - 1, seal.first_id - 1)
    if seal.no != last_no + 1:
        return _seal_removed(last_no + 1, last_id + 1 if previous else 1)
    genuine = hmac.compare_digest(digest_of(seal), bytes(seal.digest))
    as_kept = expect.get(seal.no, seal.hex) == seal.hex
    follows = previous is None or (
        bytes(seal.previous) == bytes(previous.digest) and seal.first_id == last_id + 1
    )
    begins = seal.no != 1 or (bytes(seal.previous) == GENESIS and seal.first_id == 1)
    if genuine and as_kept and follows and begins:
        return None
    why = "与您保存的摘要不符" if genuine and not as_kept else "被改动"
    return Finding("seal_changed", seal.first_id, seal.no,
                   f"第 {seal.no} 号封存{why}（它封存的第一条日志是第 {seal.first_id} 条）。")  # fmt: skip


def _compare(seals: list[AuditSeal], detached: Detached, verdict: Verdict) -> Finding | None:
    """Compare entries with leaves: all at once, and one by one only where they differ."""
    if not _matches(seals):
        for seal in seals:
            finding = None if _matches([seal]) else _first_difference(seal, detached, verdict)
            if finding:
                return finding
    verdict.entries += sum(seal.count for seal in seals)
    return None


def _matches(seals: list[AuditSeal]) -> bool:
    leaves = hashlib.sha256(b"".join(bytes(seal.leaves) for seal in seals)).digest()
    with connection.cursor() as cursor:
        cursor.execute(MATCH, [seals[0].first_id - 1, seals[-1].last_id])
        count, actual = cursor.fetchone()
    return count == sum(seal.count for seal in seals) and bytes(actual) == leaves


def _first_difference(seal: AuditSeal, detached: Detached, verdict: Verdict) -> Finding | None:
    expected = dict(zip(sealed_ids(seal), _split(bytes(seal.leaves)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [seal.first_id - 1, seal.last_id])
        rows = [(entry, bytes(leaf)) for entry, leaf in cursor.fetchall()]
    actual = dict(rows)
    if len(actual) != len(rows):
        return _twice(rows, seal)
    gone = [entry for entry in expected.keys() - actual.keys() if entry in detached]
    verdict.detached += len(gone)
    for entry in sorted((expected.keys() | actual.keys()) - set(gone)):
        if expected.get(entry) != actual.get(entry):
            return _describe(entry, expected.get(entry), actual.get(entry), seal)
    return None


def sealed_ids(seal: AuditSeal) -> Iterator[int]:
    """The ids a seal covers, without those that were rolled back."""
    start = seal.first_id
    for first, last in pairs(seal.gaps):
        yield from range(start, first)
        start = last + 1
    yield from range(start, seal.last_id + 1)


def _split(leaves: bytes) -> list[bytes]:
    return [leaves[at : at + LEAF_SIZE] for at in range(0, len(leaves), LEAF_SIZE)]


def _describe(entry: int, expected: bytes | None, actual: bytes | None, seal: AuditSeal) -> Finding:
    what = _what(entry) if actual else ""
    if expected is None:
        return Finding("inserted", entry, seal.no, f"第 {entry} 条日志是封存之后插入的{what}。")
    other = _elsewhere(entry, expected)
    if other is not None:
        return Finding(
            "reordered", entry, seal.no, f"第 {entry} 条日志的顺序被调换，原来的内容现在是第 {other} 条。"
        )
    if actual is None:
        return Finding("removed", entry, seal.no, f"第 {entry} 条日志被删除（第 {seal.no} 号封存里有它）。")
    return Finding("changed", entry, seal.no, f"第 {entry} 条日志在封存之后被改动{what}。")


def _elsewhere(entry: int, leaf: bytes) -> int | None:
    """Where the content sealed as `entry` lies now, if it was moved; reads the whole trail once."""
    with connection.cursor() as cursor:
        cursor.execute(ELSEWHERE, [entry, leaf])
        found = cursor.fetchone()
    # Two entries may say the same in good faith: a moved one is out of place where it lies now.
    return found[0] if found and not _in_place(found[0]) else None


def _in_place(entry: int) -> bool:
    seal = AuditSeal.objects.filter(first_id__lte=entry, last_id__gte=entry).first()
    if seal is None:
        return False
    sealed = dict(zip(sealed_ids(seal), _split(bytes(seal.leaves)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [entry - 1, entry])
        return [bytes(leaf) for _, leaf in cursor.fetchall()] == [sealed.get(entry)]


def _twice(rows: list[tuple[int, bytes]], seal: AuditSeal) -> Finding:
    ids = [entry for entry, _ in rows]
    entry = next(one for one, following in pairwise(ids) if one == following)
    return Finding("inserted", entry, seal.no, f"第 {entry} 条日志出现了两次，其中一条是后来插入的。")


def _what(entry: int) -> str:
    row = AuditEntry.objects.filter(id=entry).first()
    return (
        f"（{row.table_name} {row.key}，现写明 {row.actor} 于 {row.at:%Y-%m-%d %H:%M:%S} UTC）" if row else ""
    )


def _seal_removed(no: int, entry: int) -> Finding:
    return Finding("seal_removed", entry, no, f"第 {no} 号封存被删除，从第 {entry} 条日志起失去证明。")


def _before_all() -> Finding | None:
    entry = AuditEntry.objects.filter(id__lt=1).order_by("id").values_list("id", flat=True).first()
    if entry is None:
        return None
    return Finding("inserted", entry, None, f"第 {entry} 条日志的序号不是系统给出的，是插入的。")


def _beyond(expect: Mapping[int, str], last: AuditSeal | None, to_seal: int | None) -> Finding | None:
    """A seal an auditor kept that the chain no longer reaches."""
    missing = [no for no in expect if no > (last.no if last else 0) and (to_seal is None or no <= to_seal)]
    return _seal_removed(min(missing), last.last_id + 1 if last else 1) if missing else None


def _forged_detachment() -> Finding | None:
    for detachment in AuditDetachment.objects.order_by("month"):
        if not hmac.compare_digest(detachment_digest(detachment), bytes(detachment.digest)):
            return Finding("detachment_changed", detachment.runs[0] if detachment.runs else None, None,
                           f"{detachment.month:%Y年%m月}的转存记录被改动。")  # fmt: skip
    return None


def _unsealed() -> int:
    last = AuditSeal.objects.order_by("-no").values_list("last_id", flat=True).first() or 0
    return AuditEntry.objects.filter(id__gt=last).count()
