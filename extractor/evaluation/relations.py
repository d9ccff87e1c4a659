"""Scores of the audit against the relations of the gold documents: found, asserted wrongly, judged right.

A found relation is the gold one when kind and the set of (role, figure) agree; ``holds`` is judged on
those. Kinds that the annotation does not know (an area in two units) count neither way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.evaluation.gold import GoldDocument
    from extractor.evaluation.judge import Row
    from extractor.evaluation.score import Tally

Key = tuple[str, frozenset[tuple[str, int]]]

ROLES = {
    "ratio": ("result", "numerator", "denominator"),
    "sum": ("total", "parts"),
    "part": ("total", "parts"),
    "change": ("from", "to", "delta"),
    "target": ("actual", "target"),
}
# The gold writes JSON's own true, false and null; the table has words.
HOLDS = {True: "true", False: "false"}


def judge_relations(
    gold: GoldDocument,
    rows: Sequence[Row],
    partner: Mapping[int, int],
    found: Sequence[Row],
    tally: Tally,
    errors: list[tuple[str, str]],
) -> None:
    """Count the relations of one document: gold, found, hit, and those whose verdict is right."""
    if gold.profile is None or "relations" not in gold.profile:
        return
    wanted = {_gold_key(relation): relation for relation in gold.profile["relations"]}
    figures = {(rows[j]["start"], rows[j]["end"]): i + 1 for i, j in partner.items()}
    # A figure that is not in the gold makes its relation one that is not in the gold either.
    strange = (-place for place in range(1, 1 << 30))
    made: dict[Key, Row] = {}
    for relation in found:
        if relation["kind"] in ROLES:
            roles = (
                (one["role"], figures.get((one["start"], one["end"])) or next(strange))
                for one in relation["figures"]
            )
            made[relation["kind"], frozenset(roles)] = relation
    n = tally.n
    n["relation_gold"] += len(wanted)
    n["relation_found"] += len(made)
    for key, relation in wanted.items():
        if key not in made:
            errors.append(("audit", f"{gold.name} missed {_shown(key, gold)}"))
            continue
        n["relation_hit"] += 1
        want = HOLDS.get(relation["holds"], relation["holds"])
        n["relation_holds"] += made[key]["holds"] == want
        if made[key]["holds"] != want:
            got = made[key]["holds"]
            errors.append(("holds", f"{gold.name} {_shown(key, gold)} got {got} want {want}"))
    for key in made.keys() - wanted.keys():
        errors.append(("audit", f"{gold.name} asserted {_shown(key, gold)}"))


def relation_scores(tally: Tally) -> dict[str, float | int]:
    """Return the scores, none when no gold document lists relations."""
    n = tally.n
    if not n["relation_gold"]:
        return {}
    shares = {
        "precision": ("relation_hit", "relation_found"),
        "recall": ("relation_hit", "relation_gold"),
        "holds": ("relation_holds", "relation_hit"),
    }
    counts: dict[str, float | int] = {"gold": n["relation_gold"], "found": n["relation_found"]}
    return counts | {name: n[a] / n[b] if n[b] else 0.0 for name, (a, b) in shares.items()}


def _gold_key(relation: Mapping[str, Any]) -> Key:
    """Return kind and roles of a relation of the gold."""
    roles: set[tuple[str, int]] = set()
    for role in ROLES[relation["kind"]]:
        figures = relation.get(role)
        members = figures if isinstance(figures, list) else [figures]
        roles |= {(role, figure) for figure in members if figure is not None}
    return relation["kind"], frozenset(roles)


def _shown(key: Key, gold: GoldDocument) -> str:
    """Return a relation with the quotes of its figures, for an error line."""
    kind, roles = key
    parts = []
    for role, figure in sorted(roles, key=lambda one: (ROLES[kind].index(one[0]), one[1])):
        quote = gold.figures[figure - 1].row["quote"] if figure > 0 else "?"
        parts.append(f"{role} {figure}:{quote}".replace("\n", "⏎"))
    return f"{kind}: {', '.join(parts)}"
