"""Names worked cases use: of kinds, and of what they expect; cases from other hands call the same thing differently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

V = TypeVar("V")

KIND_NAMES = {
    "retirement": "retirement_date", "retirement_age": "retirement_date", "elastic_retirement": "elastic",
    "retirement_options": "elastic", "minimum_years": "min_years", "min_contribution_years": "min_years",
    "payout": "payout_months", "divisor": "payout_months", "contribution_gap": "gap", "contributions": "contribution",
    "private_pension": "personal_pension", "interest": "account_growth", "account": "account_growth",
    "survivors": "survivor", "survivor_benefits": "survivor", "transfer_amount": "transfer", "claim_place": "transfer",
    "disability_allowance": "disability", "resident_pension": "resident", "government_pension": "government",
    "occupational_annuity": "annuity", "enterprise_annuity": "annuity", "pension": "pension_calc",
    "pension_estimate": "pension_calc", "award": "pension_award",
}  # fmt: skip
"""Other names of a kind; the tools' own names among them."""
SAME = tuple(
    tuple(line.split())
    for line in (
        "retire_month retirement_month retirement_date retire_date new_date new_month new_retire_month",
        "statutory_month statutory_retire_month statutory_retirement_month statutory_date legal_retire_month",
        "first_payment_month first_payment scheduled_payment_month payment_month payment_start payment_start_month"
        " pension_start pension_start_month first_pay_month pay_month pay_from first_pension_month",
        "original_month original original_date original_retire_month original_retirement_month",
        "earliest_month earliest earliest_date earliest_retire_month floor_month",
        "latest_month latest latest_date latest_retire_month",
        "delay_months delay months_delayed",
        "age_years retire_age_years retirement_age_years years_of_age",
        "age_months retire_age_months retirement_age_months",
        "age_total_months total_age_months age_in_months new_age_months",
        "age new_age retire_age retirement_age",
        "min_years minimum_years required_years min_contribution_years years_required",
        "required_months min_months minimum_months months_required",
        "reference_year ref_year",
        "gap_months short_months missing_months months_short shortfall_months shortfall gap months_missing",
        "gap_years missing_years shortfall_years",
        "months_to_retirement months_left remaining_months months_until future_months",
        "enough met satisfied meets_minimum sufficient is_enough",
        "enough_by_retirement enough_time can_finish can_reach",
        "payout_months divisor account_months calc_months",
        "basic basic_pension",
        "account account_pension personal_account_pension account_monthly",
        "transitional transitional_pension transition",
        "total pension monthly_pension monthly_total total_pension monthly",
        "account_at_retirement balance_at_retirement account_balance_at_retirement final_balance account_balance",
        "total_months total_contribution_months contribution_months",
        "average_index avg_index index",
        "base_at_retirement benefit_base_at_retirement",
        "yearly annual per_year yearly_total annual_total annual_pension",
        "employee personal individual employee_monthly personal_monthly",
        "employer company employer_monthly",
        "to_account account account_credit personal_account",
        "pooled pool pooled_amount to_pool pooled_transfer",
        "base monthly_base contribution_base effective_base capped_base base_used",
        "both total",
        "employee_yearly employee_annual yearly_employee",
        "employer_yearly employer_annual yearly_employer",
        "lowest_base min floor lower base_min min_base lower_limit base_floor tier_60_base",
        "highest_base max cap upper base_max max_base upper_limit base_cap ceiling tier_300_base",
        "lowest_monthly monthly_min min_monthly",
        "highest_monthly monthly_max max_monthly",
        "months consolation_months pension_months months_payable",
        "consolation pension lump_sum survivor_pension pension_lump_sum",
        "funeral funeral_grant funeral_subsidy",
        "tax_saved tax_saving annual_tax_saved saving saved tax_benefit",
        "tax tax_due withdraw_tax tax_on_withdrawal tax_later",
        "after_tax net_amount after_tax_amount take_home",
        "net net_benefit net_saving",
        "deducted deductible deduction counted",
        "balance final final_balance end_balance ending_balance account_balance end",
        "interest interest_earned",
        "annuity annuity_monthly occupational_annuity",
        "temporary_account temp_account temporary is_temporary",
        "place claim_place",
    )
)
"""What cases expect, one thing a line; where a name stands in several lines the first one that was worked out counts."""
REFUSED = frozenset(("error", "refused", "rejected", "invalid", "raises"))
ALLOWED = frozenset(("allowed", "valid", "ok", "eligible", "possible", "accepted", "permitted"))


def snake(name: str) -> str:
    """avgIndex -> avg_index."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def kind_of(name: str) -> str:
    """A kind by any of its names."""
    told = snake(name)
    return KIND_NAMES.get(told, told)


def under_any_name(values: Mapping[str, V], name: str) -> V | None:
    """The value called so, else one called by another name for the same thing."""
    if name in values:
        return values[name]
    others = (other for line in SAME if name in line for other in line)
    return next((values[other] for other in others if other in values), None)
