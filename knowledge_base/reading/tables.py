"""Tables as sentences: one line a row, each value with the name of its column."""

from __future__ import annotations

from collections.abc import Sequence

_STOPS = "。；：，、"


def row_sentences(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """``rows`` with the header first -> "列名：值；列名：值。" a row; a lone row or column is written as it is.

    Cells left empty are skipped; a cell equal to its left neighbour under the same header (a merged one) is
    written once.
    """
    cleaned = [[" ".join(cell.split()) for cell in row] for row in rows]
    filled = [row for row in cleaned if any(row)]
    if not filled:
        return ()
    if max(len(row) for row in filled) == 1:
        return tuple(row[0] for row in filled)
    header, body = filled[0], filled[1:]
    if not body:
        return ("；".join(cell for cell in header if cell) + "。",)
    return tuple(sentence for sentence in (_row(header, row) for row in body) if sentence)


def _row(header: Sequence[str], row: Sequence[str]) -> str:
    if len({cell for cell in row if cell}) == 1 and len(row) > 1 and row[0] == row[-1]:
        return row[0]
    parts: list[str] = []
    for index, cell in enumerate(row):
        name = header[index] if index < len(header) else ""
        part = f"{name.rstrip(_STOPS)}：{cell.rstrip(_STOPS)}" if name and name != cell else cell.rstrip(_STOPS)
        if cell and (not parts or parts[-1] != part):
            parts.append(part)
    return "；".join(parts) + "。" if parts else ""
