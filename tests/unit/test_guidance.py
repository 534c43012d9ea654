"""办事引导: a citizen's words and a few answers lead to a matter, and what is said of it can be traced."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.guidance.matching import asks_how_to, clear_matter, match_matter
from assistant.guidance.matters import SCHEME_NAMES, Matter, Sex, Situation
from assistant.guidance.reading import catalogue
from assistant.guidance.wording import guidance_sentences
from assistant.messages import Outcome, Reply, Sentence
from assistant.pension.parameters import ParameterBook
from assistant.steps.verify import faults
from assistant.tools.guidance import LONGEST, guidance
from assistant.tools.registry import Toolbox, replay
from assistant.traces import ToolResult

MATTERS = catalogue().matters
BOOK = ParameterBook(())
PARTS = ("步骤1", "材料1", "办理渠道1", "办结时限1", "费用", "不用跑腿1", "注意1", "谁来办", "什么时候办", "适用")

every_matter = pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.id)


def told(result: ToolResult) -> Reply:
    """The sentences as a reply that rests on the result."""
    sentences = tuple(Sentence(text, detail=detail, traced=True) for text, detail in guidance_sentences(result))
    return Reply(sentences, Outcome.ANSWERED, trace=result)


@every_matter
def test_a_matter_tells_everything_and_where_each_part_comes_from(matter: Matter) -> None:
    result = guidance(BOOK, matter.id)
    names = dict(result.result)
    assert result.value("事项") == matter.name
    assert [part for part in PARTS if part not in names] == []
    steps = {step.step: step for step in result.trace}
    for name in names.keys() - {"编号", "适用", "还要知道"}:
        assert steps[name].formula.startswith(("依据：", "一般的办法", "提示")), name
        assert ("依据：" in steps[name].formula) == bool(steps[name].parameters), name


@every_matter
def test_what_is_said_of_a_matter_passes_the_check_of_answers(matter: Matter) -> None:
    for sex in Sex:
        for age in (30, 55, 70):
            assert faults(told(guidance(BOOK, matter.id, sex=sex, age=age, region="湖北"))) == ()


@every_matter
def test_the_answer_begins_with_what_to_bring_where_and_how_long(matter: Matter) -> None:
    said = guidance_sentences(guidance(BOOK, matter.id))
    lead = [text for text, detail in said if not detail]
    assert [text[:4] for text in lead[-3:]] == ["要带的东", "去哪里办", "要多久："]
    assert [detail for _, detail in said] == sorted(detail for _, detail in said)
    assert all(step in "".join(text for text, _ in said) for step in [line.text.rstrip("。") for line in matter.steps])


@every_matter
def test_a_calculation_can_be_repeated(matter: Matter) -> None:
    asked = {"matter": matter.id, "sex": Sex.FEMALE, "age": 45, "situation": Situation.EMPLOYED, "region": "上海"}
    result = Toolbox(BOOK).run("guidance", asked)
    assert replay(result) == result


@settings(max_examples=60, deadline=None)
@given(
    matter=st.none() | st.sampled_from([m.id for m in MATTERS]) | st.text(max_size=30),
    situation=st.none() | st.sampled_from(Situation),
    scheme=st.none() | st.sampled_from(list(SCHEME_NAMES)),
    group=st.none() | st.sampled_from(catalogue().groups),
    age=st.none() | st.integers(0, 120),
    sex=st.none() | st.sampled_from(Sex),
)
def test_any_answers_lead_to_a_matter_or_to_candidates(**answers: object) -> None:
    result = Toolbox(BOOK).run("guidance", answers)
    assert result.find("事项") or result.find("候选1")
    assert faults(told(result)) == ()
    assert replay(result) == result


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("办退休要带什么材料", "pension_claim"),
        ("退休手续要准备啥材料 提前多久办 多少天批下来", "pension_claim"),
        ("转社保要啥手续", "transfer"),
        ("养老保险从广东转到四川怎么办", "transfer"),
        ("人没了社保怎么弄", "death_report"),
        ("我爸去世了丧葬费怎么领", "survivor"),
        ("我老公没退休就去世了，交的钱能退吗", "inheritance"),
        ("灵活就业怎么参保", "flexible_join"),
        ("个体户想交养老保险去哪办", "flexible_join"),
        ("社保停了想接着交怎么办手续", "flexible_pause"),
        ("村里的新农保怎么参加", "resident_join"),
        ("新农保想换个档次怎么换", "resident_pay"),
        ("老板没给我交养老保险去哪告", "arrears"),
        ("到退休年龄了缴费年限不够怎么办", "extend_payment"),
        ("缴费证明去哪打印", "records_query"),
        ("社保上名字写错了怎么改", "personal_correction"),
        ("社保卡丢了去哪补", "card"),
        ("以前国企的工龄怎么认定", "early_service"),
        ("想提前退休怎么申请", "elastic_early"),
        ("我想晚退休几年要办什么手续", "elastic_late"),
        ("井下工人特殊工种提前退休怎么申报", "special_work"),
        ("满60了农村养老金怎么领", "resident_claim"),
        ("事业单位退休手续谁办", "government_claim"),
        ("得了重病能办病退吗 要什么材料", "disability"),
        ("户口迁走了居民养老保险怎么转", "resident_transfer"),
        ("农保和职工社保怎么合并", "bridge"),
        ("从事业单位辞职去企业，养老怎么转", "government_transfer"),
        ("退伍军人社保怎么办", "veteran"),
        ("两边都交了社保怎么退", "duplicate"),
        ("老人不会用手机怎么刷脸认证", "certification"),
        ("人在国外养老金认证怎么办", "certification_abroad"),
        ("退休金停了怎么恢复", "resume"),
        ("领养老金的卡想换一张", "account_change"),
        ("社保局说多领了要我退钱", "overpaid"),
        ("个人养老金账户怎么开", "private_pension"),
        ("失业金快领完了，离退休差一年怎么办", "unemployed_older"),
        ("对核定的养老金不服怎么申请复议", "appeal"),
    ],
)
def test_everyday_words_find_the_matter(words: str, wanted: str) -> None:
    assert match_matter(words)[0].id == wanted


@pytest.mark.parametrize("words", ["", "你好", "今天天气怎么样", "养老金一个月能领多少", "我1970年生的什么时候退休"])
def test_words_about_nothing_to_have_done_are_not_clear(words: str) -> None:
    assert clear_matter(words) is None


def test_an_unclear_wish_is_not_decided_for_the_citizen() -> None:
    assert clear_matter("我爸去世了") is None
    result = guidance(BOOK, "我爸去世了")
    assert {value for name, value in result.result if name.startswith("候选")} >= {
        "领养老金的老人去世，向社保报告",
        "申领丧葬补助金、抚恤金（遗属待遇）",
    }


@pytest.mark.parametrize("words", ["办退休要带什么", "去哪办", "转社保要啥手续", "多久能办下来", "怎么申请"])
def test_asking_how_to_is_heard(words: str) -> None:
    assert asks_how_to(words)


@pytest.mark.parametrize("words", ["养老金怎么算的", "我能领多少钱", "怎么这么少", "谢谢"])
def test_asking_something_else_is_not_asking_how_to(words: str) -> None:
    assert not asks_how_to(words)


def test_without_a_matter_two_questions_and_all_matters_come() -> None:
    result = guidance(BOOK)
    assert result.value("问题1").startswith("您现在是哪一种情况？在单位上班；")
    assert result.value("问题2").startswith("您要办哪一类的事？")
    listed = [value for name, value in result.result if name.startswith("候选")]
    assert listed == [matter.name for matter in MATTERS]


def test_answers_narrow_the_choice_and_say_the_scheme() -> None:
    result = guidance(BOOK, situation=Situation.RETIRED, group="领养老金期间")
    assert "问题1" not in dict(result.result)
    assert "养老关系不再转移" in result.value("适用制度1")
    assert "养老金资格认证" in dict(result.result).values()
    assert len([name for name, _ in result.result if name.startswith("候选")]) < len(MATTERS) / 2


def test_somebody_without_work_hears_of_the_resident_scheme() -> None:
    assert "城乡居民养老保险" in guidance(BOOK, situation=Situation.WITHOUT_WORK).value("适用制度1")


def test_a_man_of_50_who_moves_hears_of_the_temporary_account_and_a_younger_one_does_not() -> None:
    assert "临时账户" in guidance(BOOK, "transfer", sex=Sex.MALE, age=50).value("您的情况1")
    assert guidance(BOOK, "transfer", sex=Sex.MALE, age=49).find("您的情况1") is None
    assert "40周岁" in guidance(BOOK, "transfer", sex=Sex.FEMALE, age=40).value("您的情况1")


def test_what_the_answer_turns_on_is_asked() -> None:
    assert guidance(BOOK, "transfer").value("还要知道") == "性别、年龄"
    assert guidance(BOOK, "transfer", sex=Sex.MALE, age=30).find("还要知道") is None
    assert guidance(BOOK, "certification").find("还要知道") is None


def test_a_local_rule_is_told_at_its_place_only() -> None:
    def local(region: str | None) -> str:
        return "".join(v for name, v in guidance(BOOK, "transfer", region=region).result if name.startswith("地方细则"))

    assert "联系函" in local("湖北")
    assert "联系函" not in local("广东") + local(None)
    assert "六十个工作日" in str(guidance(BOOK, "arrears", region="郑州").result)
    assert "六十个工作日" not in str(guidance(BOOK, "arrears", region="河南").result)


def test_a_matter_of_another_scheme_is_pointed_out() -> None:
    result = guidance(BOOK, "transfer", scheme="城乡居民")
    assert "户口迁走，转居民养老保险" in result.value("请注意")


@pytest.mark.parametrize(
    "wrong", [{"scheme": "商业保险"}, {"group": "看病"}, {"age": 200}, {"matter": "办" * (LONGEST + 1)}], ids=str
)
def test_an_impossible_answer_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput) as refused:
        Toolbox(BOOK).run("guidance", wrong)
    assert refused.value.remedy
