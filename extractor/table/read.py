"""The tables read back: pandas with Arrow types, which keep nulls, dates, lists and categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.errors import ContractError, SettingsError
from extractor.places import file_system, is_remote, local
from extractor.table.schema import TABLES

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import pandas as pd


def read_indicators(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return the figures of an output folder (or of an indicators.parquet) as a DataFrame."""
    return read_table(path, "indicators")


def read_table(path: str | os.PathLike[str], name: str) -> pd.DataFrame:
    """Return one table of an output folder (or a Parquet file of that table) as a DataFrame."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    system = None
    if is_remote(path):
        system, inside = file_system(str(path))
        file: Path | str = inside if inside.endswith(".parquet") else f"{inside}/{name}.parquet"
        there = system.exists(file)
    else:
        place = local(path)
        file = place / f"{name}.parquet" if place.is_dir() and place.suffix != ".parquet" else place
        # A cluster writes a folder of parts under the same name.
        there = file.exists()
    if not there:
        message = f"{file} does not exist: run `zhibiao extract` first"
        raise SettingsError(message)
    try:
        table = pq.read_table(file, filesystem=system)
    except pa.ArrowInvalid as error:
        message = f"{file} is not a Parquet file: {error}"
        raise ContractError(message) from error
    missing = [field for field in TABLES[name].names if field not in table.column_names]
    if missing:
        message = f"{file} is no table of {name}: it lacks the columns {', '.join(missing)}"
        raise ContractError(message)
    return table.to_pandas(types_mapper=pd.ArrowDtype)
