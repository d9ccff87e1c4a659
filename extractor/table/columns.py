"""Rows on their way into Arrow: one Python list a column, laid out as Arrow's own buffers.

``pa.array`` imports pandas to learn whether a list is one of its series, a quarter of a second that most
runs have no use for. The kinds of columns that the contracts have are few, and their layout is public.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractor.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

# The type codes of the standard library's arrays, by Arrow type.
_NUMBERS = {pa.int16(): "h", pa.int32(): "i", pa.int64(): "q", pa.float64(): "d"}
# The day from which Arrow counts, in days since the year 1.
_EPOCH = 719_163


@dataclass(frozen=True, slots=True)
class Columns:
    """Some rows of one table, one list a column, all of one length."""

    lists: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        for values in self.lists.values():
            return len(values)
        return 0

    def __getitem__(self, name: str) -> list[Any]:
        """Return one column."""
        return self.lists[name]

    def to_pylist(self) -> list[dict[str, Any]]:
        """Return every row by itself."""
        names = tuple(self.lists)
        return [dict(zip(names, row, strict=True)) for row in zip(*self.lists.values(), strict=True)]


def together(parts: Iterable[Columns]) -> dict[str, list[Any]]:
    """Return the columns of several documents as one list each."""
    made: dict[str, list[Any]] = {}
    for part in parts:
        for name, values in part.lists.items():
            made.setdefault(name, []).extend(values)
    return made


def record_batch(columns: Mapping[str, Sequence[Any]], schema: pa.Schema) -> pa.RecordBatch:
    """Return columns of equal length as a record batch; no column at all is one of no rows."""
    arrays = [make_array(columns[one.name] if columns else (), one.type) for one in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def make_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return one column; null where a value is None."""
    if pa.types.is_dictionary(kind):
        return _dictionary(values, kind)
    if kind in (pa.string(), pa.binary()):
        return _texts(values, kind)
    if kind in _NUMBERS:
        return _numbers(values, kind, _NUMBERS[kind])
    if pa.types.is_date32(kind):
        return _numbers([_days(value) for value in values], kind, "i")
    if pa.types.is_list(kind):
        return _lists(values, kind)
    if pa.types.is_struct(kind):
        return _structs(values, kind)
    message = f"no column of a table holds {kind}"
    raise ContractError(message)


def _validity(values: Sequence[Any]) -> tuple[pa.Buffer | None, int]:
    """Return one bit a value, the first one lowest, and the number of nulls; no bits when there are none."""
    nulls = values.count(None)
    if not nulls:
        return None, 0
    # A numeral of base two is read in linear time, and far faster than bit by bit.
    bits = int("".join(["0" if value is None else "1" for value in reversed(values)]), 2)
    return pa.py_buffer(bits.to_bytes((len(values) + 7) // 8, "little")), nulls


def _offsets(lengths: Iterable[int]) -> pa.Buffer:
    """Return where each piece begins, and where the last one ends."""
    return pa.py_buffer(array("i", accumulate(lengths, initial=0)))


def _numbers(values: Sequence[Any], kind: pa.DataType, code: str) -> pa.Array:
    validity, nulls = _validity(values)
    known = [0 if value is None else value for value in values] if nulls else values
    return pa.Array.from_buffers(kind, len(values), [validity, pa.py_buffer(array(code, known))], nulls)


def _days(value: date | None) -> int | None:
    """Return a date as Arrow counts it."""
    return None if value is None else value.toordinal() - _EPOCH


def _texts(values: Sequence[str | bytes | None], kind: pa.DataType) -> pa.Array:
    validity, nulls = _validity(values)
    pieces = [value.encode() if isinstance(value, str) else value or b"" for value in values]
    buffers = [validity, _offsets(map(len, pieces)), pa.py_buffer(b"".join(pieces))]
    return pa.Array.from_buffers(kind, len(values), buffers, nulls)


def _dictionary(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return values told by their number among those that differ, which lie in the order of their use."""
    different = dict.fromkeys(values)
    different.pop(None, None)
    numbers: dict[Any, int | None] = {value: number for number, value in enumerate(different)}
    numbers[None] = None
    codes = make_array([numbers[value] for value in values], kind.index_type)
    return pa.DictionaryArray.from_arrays(codes, make_array(list(different), kind.value_type))


def _lists(values: Sequence[Sequence[Any] | None], kind: pa.DataType) -> pa.Array:
    validity, nulls = _validity(values)
    full = [value or () for value in values]
    inner = make_array(list(chain.from_iterable(full)), kind.value_type)
    return pa.Array.from_buffers(
        kind, len(values), [validity, _offsets(map(len, full))], nulls, children=[inner]
    )


def _structs(values: Sequence[Mapping[str, Any] | None], kind: pa.DataType) -> pa.Array:
    validity, nulls = _validity(values)
    inner = [
        make_array([None if value is None else value.get(part.name) for value in values], part.type)
        for part in kind
    ]
    return pa.Array.from_buffers(kind, len(values), [validity], nulls, children=inner)
