"""Records as one wide frame a ledger, and the place of every value: what rules are checked on.

Belongs here: turning the long frames of the store into typed wide ones, without judging anything.

A wide frame has one row per record in the order of its file, labelled by the record's position in the
batch. Columns: one per field of the ledger (numbers and flags float, dates datetime64, all else str; null
where nothing readable was reported), `reading`, `county_code`, `period` ('' where not known), `period_end`,
`town_code`, `record_key` and `has_key` (its key could be resolved).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ingest import dictionary
from ingest.dictionary import Field
from ingest.text import address, position

READING = ["submission_id", "reading_version"]
#: The columns of a wide frame that say which record of which reading a row is.
IDENTITY = ["reading", "town_code", "record_key"]
_RECORD = [*READING, "record_id"]


@dataclass(frozen=True)
class Place:
    """Where a value or a key stands: the sheet, the A1 address and the text of the cell."""

    sheet: str
    cell: str
    raw_text: str


@dataclass(frozen=True)
class Batch:
    """Any number of readings: records in file order, labelled by `row`; values, each with its record's `row`."""

    records: pd.DataFrame
    values: pd.DataFrame

    def wide(self, ledger: str) -> pd.DataFrame:
        """The wide frame of a ledger's records (see the module)."""
        records = self.records[self.records["ledger"] == ledger]
        values = self.values[self.values["ledger"] == ledger]
        fields = dictionary.load().by_ledger[ledger].values()
        numbers = [field.name for field in fields if field.is_numeric]
        texts = [field.name for field in fields if not field.is_numeric]
        context = ["reading", "county_code", "period", "period_end", "town_code", "record_key", "has_key"]
        rows = pd.concat(
            [
                records[context],
                _spread(values, numbers, "value_number", records.index).astype(float),
                _spread(values, texts, "value_text", records.index).astype("str"),
            ],
            axis="columns",
        )
        for field in fields:
            if field.kind == "date":
                rows[field.name] = pd.to_datetime(rows[field.name], format="%Y-%m-%d").astype(
                    "datetime64[us]"
                )
        for name in dictionary.load().key_fields(ledger):
            rows[name] = _key_text(dictionary.load().field(ledger, name), records)
        return rows

    @cached_property
    def _by_key(self) -> dict[Hashable, pd.Index]:
        return self.records.groupby(["ledger", *IDENTITY]).groups

    def same_key(self, row: int) -> pd.Index:
        """The positions of the records of one reading that share a record's key, in the order of their file."""
        record = self.record(row)
        return self._by_key[tuple(record[name] for name in ("ledger", *IDENTITY))]

    @cached_property
    def _places(self) -> dict[tuple[int, str], Place]:
        columns = ["row", "field", "sheet", "cell", "raw_text"]
        return {
            (row, field): Place(sheet, cell, raw_text)
            for row, field, sheet, cell, raw_text in self.values[columns].itertuples(index=False)
        }

    @cached_property
    def _by_row(self) -> dict[Hashable, dict[Hashable, Any]]:
        return self.records.to_dict("index")

    def record(self, row: int) -> dict[Hashable, Any]:
        """The record at a position, by column."""
        return self._by_row[row]

    def place(self, row: int, field: str) -> Place:
        """The place of a record's field; of one left blank its blank cell, the whole record where none is known."""
        record = self.record(row)
        if place := self._places.get((row, field)):
            return place
        keys = dictionary.load().key_fields(record["ledger"])
        cells = dict(zip(keys, record["key_cells"].split(","), strict=False))
        if cells.get(field):
            return Place(record["sheet"], cells[field], record["record_label"] if field == keys[-1] else "")
        blank = self._blank(record, field)
        is_another_s = (
            record["reading"],
            record["sheet"],
            blank,
        ) in self._held  # its row was left out of a list
        return Place(record["sheet"], record["cell"] if is_another_s or not blank else blank, "")

    def _blank(self, record: dict[Hashable, Any], field: str) -> str:
        """The cell in which a record would answer a field, '' where no record beside it answers it.

        It is as far from the record's key as in the first record of the table that has it, if both keys stand in
        one column (a list) or one row (towns side by side). Of forms on sheets of their own it is where the first
        has it whose key stands in the same cell.
        """
        key = _key_cell(record)
        row, cell = self._first_answers.get((*_table_of(record), field), (None, ""))
        if row is None:
            return self._in_same_form.get((*_form_of(record), field), "") if key else ""
        other = _key_cell(self.record(row))
        if not key or not other:
            return ""
        (key_row, key_column), (other_row, other_column) = position(key), position(other)
        if key_row != other_row and key_column != other_column:
            return ""
        cell_row, cell_column = position(cell)
        return address(cell_row + key_row - other_row, cell_column + key_column - other_column)

    @cached_property
    def _held(self) -> set[tuple[str, str, str]]:
        """Reading, sheet and address of every cell that holds a value."""
        return {
            (self.record(row)["reading"], place.sheet, place.cell) for (row, _), place in self._places.items()
        }

    @cached_property
    def _first_answers(self) -> dict[tuple[str, ...], tuple[int, str]]:
        """The row and cell of the first answer to each field of each table."""
        found: dict[tuple[str, ...], tuple[int, str]] = {}
        for (row, field), place in self._places.items():
            found.setdefault((*_table_of(self.record(row)), field), (row, place.cell))
        return found

    @cached_property
    def _in_same_form(self) -> dict[tuple[str, ...], str]:
        """The cell of the first answer to each field of each form, by where its key stands."""
        found: dict[tuple[str, ...], str] = {}
        for (row, field), place in self._places.items():
            found.setdefault((*_form_of(self.record(row)), field), place.cell)
        return found


def _table_of(record: dict[Hashable, Any]) -> tuple[str, ...]:
    """Reading, ledger, table and, where a column says it, the key of a record, by its identifier."""
    ledger, table, _, *code = record["record_id"].split("-", 3)
    return record["reading"], ledger, table, *code


def _form_of(record: dict[Hashable, Any]) -> tuple[str, ...]:
    """What forms on sheets of their own have in common: reading, ledger, code, and where the key stands."""
    reading, ledger, _, *code = _table_of(record)
    return reading, ledger, *code, _key_cell(record)


def _key_cell(record: dict[Hashable, Any]) -> str:
    """The cell of the last key that stands in one, '' where none does."""
    return next((cell for cell in reversed(record["key_cells"].split(",")) if cell), "")


def assemble(frames: dict[str, pd.DataFrame]) -> Batch:
    """The batch of all records that a reading took in; ledgers refused as a whole are left out."""
    records = frames["records"].reset_index(drop=True)
    records = records[~_is_refused(records, frames["ledgers"])]
    order = records["record_id"].str.replace(r"\d+", lambda match: match[0].zfill(9), regex=True)
    records = records.assign(order=order).sort_values([*READING, "order"], ignore_index=True)
    records = records.assign(
        row=records.index,
        reading=records["submission_id"] + "/" + records["reading_version"],
        has_key=records["status"] == "accepted",
    )
    values = frames["values"].reset_index(drop=True)
    origin = values[[*READING, "county_code", "period"]].drop_duplicates(READING)
    records = records.merge(origin, on=READING, how="left").fillna({"county_code": "", "period": ""})
    records["period_end"] = _period_end(records["period"])
    return Batch(records, values.merge(records[[*_RECORD, "row"]], on=_RECORD))


def _is_refused(records: pd.DataFrame, ledgers: pd.DataFrame) -> pd.Series:
    refused = ledgers.loc[ledgers["disposition"] == "rejected", [*READING, "ledger"]]
    whole = pd.MultiIndex.from_frame(refused.loc[refused["ledger"] == "", READING])
    single = pd.MultiIndex.from_frame(refused)
    by_file = pd.MultiIndex.from_frame(records[READING]).isin(whole)
    by_ledger = pd.MultiIndex.from_frame(records[[*READING, "ledger"]]).isin(single)
    return pd.Series(by_file | by_ledger, index=records.index)


def _period_end(periods: pd.Series) -> pd.Series:
    """The last day of each month, null where the period is not known."""
    first = pd.to_datetime(periods.where(periods != ""), format="%Y-%m")
    return (first + pd.offsets.MonthEnd(0)).astype("datetime64[us]")


def _spread(values: pd.DataFrame, fields: list[str], content: str, index: pd.Index) -> pd.DataFrame:
    own = values[values["field"].isin(fields)]
    return own.pivot(index="row", columns="field", values=content).reindex(index=index, columns=fields)


def _key_text(field: Field, records: pd.DataFrame) -> pd.Series:
    """A key field as text: towns and codes by their code, names as written; null where unresolved."""
    if field.name == "town":
        text = records["town_code"]
    else:
        text = records["record_label"] if field.kind == "text" else records["record_key"]
    return text.where(text != "")
