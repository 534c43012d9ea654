"""What money moves along when a pension insurance relation moves.

Sources: 国办发〔2009〕66号 四、五 (employees between provinces), 人社部规〔2017〕1号 一 (government staff), 国发〔2014〕8号 八
(residents whose household registration moves), 人社部发〔2014〕17号 (between employees and residents; known from retellings).
"""

from __future__ import annotations

from enum import StrEnum


class TransferKind(StrEnum):
    """Between which schemes the relation moves."""

    EMPLOYEE = "employee"
    GOVERNMENT = "government"
    RESIDENT = "resident"
    RESIDENT_TO_EMPLOYEE = "resident_to_employee"
    EMPLOYEE_TO_RESIDENT = "employee_to_resident"

    @property
    def pooled(self) -> bool:
        """Whether pooled money moves besides the account."""
        return self in (TransferKind.EMPLOYEE, TransferKind.GOVERNMENT)


class Sex(StrEnum):
    """For the age from which a new place only opens a temporary account."""

    MALE = "male"
    FEMALE = "female"


def temporary_account(age: int, limit: int, *, to_hukou: bool, assigned: bool) -> bool:
    """Whether the relation stays where it is and the new place opens a temporary account (66号第五条).

    ``limit`` is 50 for men and 40 for women; not for who returns to the province of the household registration, nor
    for who was moved by an organisation's decision.
    """
    return age >= limit and not to_hukou and not assigned
