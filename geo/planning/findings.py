"""What is wrong in a file that was read: where, what stands there, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass

from geo.texts import Text, text


@dataclass(frozen=True)
class Finding:
    """
    Something in a file that could not be used as it stands.

    Parameters
    ----------
    sheet
        Sheet or layer, empty where the file has one table.
    row
        Row as a spreadsheet shows it, None where the whole table is meant.
    column
        Column as the file calls it.
    value
        What stands there.
    problem, remedy
        What is wrong with it, and what would be right.
    """

    sheet: str
    row: int | None
    column: str
    value: str
    problem: Text
    remedy: Text

    @property
    def words(self) -> Text:
        """The whole of it in one line."""
        where = ", ".join(part for part in (self.sheet, self.column) if part)
        if self.row is None:
            return text("{where}: {problem} {remedy}", where=where, problem=self.problem, remedy=self.remedy)
        return text(
            "{where}, row {row}, “{value}”: {problem} {remedy}",
            where=where,
            row=str(self.row),
            value=self.value[:60],
            problem=self.problem,
            remedy=self.remedy,
        )
