"""Where provinces differ: their bases, forms and transitional pensions, and what is refused by name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit._pension import estimate, refused, told, total


@pytest.mark.parametrize("region", ["火星", "", "湖北", "西藏"])
def test_a_place_unknown_or_without_a_base_is_refused_by_name(region: str) -> None:
    said = refused(region=region)
    assert region in said


def test_a_base_that_is_missing_can_be_supplied() -> None:
    assert "哪个市" in refused(region="西藏")
    found = estimate(region="西藏", benefit_base=Decimal(11_777))
    assert found.value("benefit_base") == "11777"
    assert "您提供的11777元" in told(found)


def test_shenzhen_has_its_own_base_and_the_national_form() -> None:
    assert "系数" in refused(region="广东", average_index=Decimal("0.5"))
    found = estimate(region="深圳", average_index=Decimal("0.5"), keep_paying=False)
    assert found.value("benefit_base") == "11293"
    assert found.value("basic") == "2540.93"


def test_henan_and_jilin_need_the_base_of_the_place() -> None:
    for region in ("河南", "吉林", "河南/郑州"):
        assert "退休地的计发基数" in refused(region=region)
    found = estimate(region="河南/郑州", local_base=Decimal(7932), deemed_months=24, keep_paying=False)
    assert "退休地计发基数" in dict(next(s for s in found.trace if s.step == "基础养老金").inputs)
    assert found.value("transitional") == f"{Decimal(7932) * Decimal('0.8') * 2 * Decimal('0.013'):.2f}"


def test_rounded_years_in_anhui_are_the_high_end_and_to_be_confirmed() -> None:
    found = estimate(region="安徽", birth="1965-12", as_of="2026-03", paid_months=509, keep_paying=False,
                     average_index=Decimal("0.8498"), account_balance=Decimal("115090.38"))  # fmt: skip
    assert found.value("basic") == "3138.10".rstrip("0")
    low, high = (Decimal(found.value(name)) for name in ("total_low", "total_high"))
    assert high - low == Decimal("3144.27") - Decimal("3138.10")
    assert "待确认" in told(found)


@pytest.mark.parametrize(
    ("region", "why"),
    [("江苏", "当地的算法没有查到公开文件"), ("深圳", "没有收录当地的算法"), ("全国", "没有收录当地的算法")],
)
def test_a_transitional_pension_that_cannot_be_worked_out_is_refused_by_name_and_not_counted(
    region: str, why: str
) -> None:
    found = estimate(region=region, deemed_months=60, benefit_base=Decimal(9000))
    assert found.find("transitional") is None
    assert f"过渡性养老金没有计入：{why}" in told(found)
    assert total(found) == Decimal(found.value("basic")) + Decimal(found.value("account"))


def test_a_transitional_pension_that_is_known_is_added() -> None:
    found = estimate(region="江苏", transitional=Decimal("520.22"))
    parts = (Decimal(found.value(name)) for name in ("basic", "account", "transitional"))
    assert sum(parts) == total(found)
    assert found.value("transitional") == "520.22"


def test_two_rates_by_twenty_years_are_a_range_where_the_border_is_not_known() -> None:
    found = estimate(region="辽宁", deemed_months=60)
    low, high = (Decimal(found.value(name)) for name in ("total_low", "total_high"))
    share = Decimal(7346) * Decimal("0.8") * 5
    assert high - low == (share * Decimal("0.014")).quantize(Decimal("0.01")) - (share * Decimal("0.012")).quantize(
        Decimal("0.01")
    )
    short = estimate(region="辽宁", deemed_months=60, paid_months=235, keep_paying=False)
    assert short.find("total_high") is None


def test_an_index_below_one_counts_as_one_in_inner_mongolias_transitional_pension() -> None:
    found = estimate(region="内蒙古", deemed_months=120)
    assert found.value("transitional") == f"{Decimal(8179) * 10 * Decimal('0.012'):.2f}"


def test_shanghai_says_when_the_virtual_account_is_left_out() -> None:
    without = estimate(region="上海", deemed_months=120)
    assert "虚账实记" in told(without)
    found = estimate(region="上海", deemed_months=120, virtual_account=Decimal(12_000))
    assert Decimal(found.value("transitional")) - Decimal(without.value("transitional")) == 100


def test_months_actually_paid_before_accounts_count_only_where_the_form_says_so() -> None:
    counted, left_out = (estimate(region=r, deemed_months=60, pre_account_months=24) for r in ("山东", "安徽"))
    assert "没有算进过渡性养老金" not in told(counted)
    assert "2年没有算进过渡性养老金" in told(left_out)
