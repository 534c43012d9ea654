"""A reply as it is said: everything that stands open, once, in order, in short pieces; nothing that cannot be listened to."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import texts
from assistant.bootstrap import steps_of_a_turn
from assistant.conversation import Conversations, MemoriesInProcess
from assistant.messages import InboundMessage, Outcome, Reply, Sentence, Versions
from assistant.public import reply_json
from assistant.records import MessageRecord
from assistant.script import in_traditional, to_simplified
from assistant.steps.compose import citation
from assistant.tools.registry import Toolbox
from assistant.voice import wording
from assistant.voice.breaths import LONGEST, SHORTEST, breaths
from assistant.voice.citing import said_basis
from assistant.voice.plain import plain
from assistant.voice.rendering import Spoken, spoken
from assistant.voice.working import calculation, in_words, tells_how
from knowledge_base.document import parse_corpus_text
from tests.fakes import ListRetriever
from tests.unit._clauses import CLAUSES, LAPSE, MINIMUM, TODAY
from tests.unit._forms import MAN, WOMAN, Citizen, book

ROOT = Path(__file__).parents[2]
UNSPEAKABLE = re.compile(r"\[\d+\]|https?://|www\.|[|*#`_<>×÷−=〔〕{}]|\s\+\s")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def stored(reply: Reply) -> MessageRecord:
    return MessageRecord(2, NOW, "assistant", reply.text, "m", "r", reply_json(reply, "r", "c"))


def said(spoken_as: Spoken) -> list[str]:
    """What is said at once."""
    return [part.text for part in spoken_as.of("fact", "offer")]


def check(reply: Reply) -> Spoken:
    """What holds for every reply; returns how it is said."""
    message = stored(reply)
    assert message.reply is not None
    found, trace = spoken(message), calculation(message.reply)
    runs: dict[int, str] = {}
    for before, part in zip((None, *found.parts), found.parts, strict=False):
        assert part.text.strip() and not UNSPEAKABLE.search(part.text), part
        assert not any(c.digest in part.text or (c.url and c.url in part.text) for c in reply.citations)
        if part.sentence is not None:
            fresh = before is None or before.sentence != part.sentence
            assert fresh is (part.sentence not in runs), "a sentence is said in one go, and once"
            runs[part.sentence] = runs.get(part.sentence, "") + part.text
    for index, sentence in enumerate(reply.sentences):
        whole = plain(in_words(sentence.text, trace) if trace else sentence.text)
        assert runs.pop(index) == whole
    assert not runs
    _order(reply, found)
    return found


def _order(reply: Reply, found: Spoken) -> None:
    open_ones = {i for i, s in enumerate(reply.sentences) if not s.detail}
    facts = list(dict.fromkeys(part.sentence for part in found.of("fact")))
    assert all(tells_how(to_simplified(reply.sentences[i].text)) for i in open_ones - set(facts))
    asking = {i for i, s in enumerate(reply.sentences) if re.search(r"？|告[诉訴]我", s.text)}
    kept = [i for i in facts if i in open_ones - asking]
    assert kept == sorted(kept)
    offers = [part.text for part in found.of("offer")]
    questions = [text for text in offers if text.endswith("？")]
    assert len(questions) == bool(found.asked)
    if found.asked:
        assert found.of(found.asked) and found.of("fact", "offer")[-1].text == questions[0]


async def replies() -> list[Reply]:
    """Of every turn of the shipped cases, over a few clauses."""
    talk = Conversations(
        steps_of_a_turn(ListRetriever(CLAUSES), Toolbox(book())), MemoriesInProcess(), Versions, today=lambda: TODAY
    )
    found = []
    for file in sorted((ROOT / "eval" / "cases").glob("*.jsonl")):
        for case in map(json.loads, filter(None, file.read_text(encoding="utf-8").split("\n"))):
            for n, turn in enumerate(case.get("turns") or [{**case, "user": case["question"]}]):
                _, reply = await talk.respond(InboundMessage(f"{case['id']}-{n}", "eval", case["id"], turn["user"]))
                found.append(reply)
    return found


async def test_every_reply_of_the_shipped_cases_can_be_said() -> None:
    tools: set[str] = set()
    for reply in await replies():
        found = check(reply)
        assert bool(found.of("basis")) is bool(reply.citations)
        tools |= {reply.trace.tool} if reply.trace else set()
    assert len(tools) >= 12


def test_every_clause_of_the_corpus_can_be_said_with_where_it_stands() -> None:
    seen = 0
    for file in sorted((ROOT / "knowledge_base" / "corpus").rglob("*.md")):
        for passage in parse_corpus_text(file.read_text(encoding="utf-8"), file.name, file.stem):
            lines = tuple(Sentence(line, (1,), detail=n > 2) for n, line in enumerate(passage.sentences))
            found = check(Reply(lines, Outcome.ANSWERED, (citation(1, passage),)))
            basis = "".join(part.text for part in found.of("basis"))
            assert basis.startswith(wording.BASIS_FIRST) and basis.endswith("。") and len(basis) <= 120, basis
            assert passage.source.doc_no in ("", "无") or passage.source.doc_no not in basis or "〔" not in basis
            seen += 1
    assert seen > 1500


def clause_reply(*details: str, suggestions: tuple[str, ...] = ()) -> Reply:
    lines = (Sentence("断缴以后，以前的缴费年限保留。", (1,)), *(Sentence(line, (1,), detail=True) for line in details))
    return Reply(lines, Outcome.ANSWERED, (citation(1, LAPSE),), suggestions=suggestions)


def test_with_a_clause_and_nothing_more_the_clause_is_offered() -> None:
    found = check(clause_reply())
    assert said(found) == ["断缴以后，以前的缴费年限保留。", wording.OFFER_BASIS]
    assert [p.text for p in found.of("basis")] == ["依据是社会保险法第十九条，从2025年1月1日起施行。"]
    assert found.asked == "basis"


def test_with_details_they_are_what_the_last_question_offers() -> None:
    found = check(
        clause_reply("断缴的月份能不能补，各地规定不一样。", suggestions=("能补几年", "去哪里补", "要利息吗"))
    )
    assert said(found)[1:] == [wording.BASIS_TO_BE_HAD, wording.OFFER_MORE]
    assert [p.text for p in found.of("more")] == [
        "断缴的月份能不能补，各地规定不一样。", "您可以接着问，“能补几年”，或者“去哪里补”。",
    ]  # fmt: skip


def test_what_may_be_asked_next_is_said_before_the_offer_where_there_is_nothing_more() -> None:
    found = check(clause_reply(suggestions=("能补几年", "转人工")))
    assert said(found)[1:] == ["您可以接着问，“能补几年”，或者“转人工”。", wording.OFFER_BASIS]


async def test_a_question_to_the_citizen_comes_last_and_nothing_else_is_asked() -> None:
    reply = await Citizen().say("帮我算养老金", "1975年6月")
    found = check(reply)
    assert said(found)[-1] == reply.sentences[-1].text
    assert found.asked == ""
    asked = replace(
        clause_reply("还有一条。"), sentences=(*clause_reply("还有一条。").sentences, Sentence(texts.ASK_PLACE))
    )
    found = check(asked)
    assert said(found)[1:3] == [wording.BASIS_TO_BE_HAD, wording.MORE_TO_BE_HAD]
    assert "".join(said(found)[3:]) == texts.ASK_PLACE


@pytest.mark.parametrize("order", [MAN, WOMAN])
async def test_an_estimate_says_the_result_and_its_caveats_and_offers_how_it_came_about(order: str) -> None:
    reply = await Citizen().say(order)
    found = check(reply)
    facts = "".join(part.text for part in found.of("fact"))
    assert "每月养老金大约" in facts and texts.ESTIMATE_BY_OFFICE in facts
    assert "没有计入" in facts
    assert "基础养老金每月" not in facts and "除以计发月数" not in facts
    assert (wording.OFFER_HOW if order == MAN else wording.HOW_TO_BE_HAD) in said(found)
    assert found.of("more")[0].text.startswith(("基础养老金每月", "按", "原"))


async def test_steps_asked_for_are_said_with_figures_in_place_of_formulas() -> None:
    reply = await Citizen().say(MAN, "为什么")
    found = check(reply)
    facts = "".join(part.text for part in found.of("fact"))
    assert reply.sentences[0].text in facts
    assert re.search(r"基础养老金：用计发基数\d+元、平均缴费指数[\d.]+、", facts)


def test_a_short_formula_is_said_in_words() -> None:
    result = Toolbox(book()).run(
        "account_pension", {"age_years": 60, "age_months": 0, "account_balance": Decimal(80000)}
    )
    lines = (Sentence("个人账户养老金每月575.54元。", traced=True),)
    found = check(Reply(lines, Outcome.ESTIMATED, trace=result))
    assert said(found)[-1] == wording.OFFER_HOW
    assert "个人账户储存额80000元除以计发月数139个月，得到575.54元。" in "".join(p.text for p in found.of("more"))


async def test_a_reply_in_traditional_characters_is_said_as_the_same_words() -> None:
    reply = await Citizen().say(MAN)
    traditional = in_traditional(reply)
    assert traditional.text != reply.text
    assert [part.text for part in spoken(stored(traditional)).of("fact")] == [
        part.text for part in check(reply).of("fact")
    ]


def test_a_document_named_by_its_number_is_said_by_its_name_or_year() -> None:
    def basis(**changes: Any) -> str:
        passage = replace(MINIMUM, **{k: v for k, v in changes.items() if k != "source"})
        passage = replace(passage, source=replace(MINIMUM.source, **changes.get("source", {})))
        (line,) = said_basis((stored(Reply((), Outcome.ANSWERED, (citation(1, passage),))).reply or {})["citations"])
        return line

    named = {"title": "关于建立统一的城乡居民基本养老保险制度的意见（参保缴费）", "doc_no": "国发〔2014〕8号"}
    assert basis(section="国发〔2014〕8号 四（一）", source=named).startswith(
        "依据是《关于建立统一的城乡居民基本养老保险制度的意见》第四部分第一项，从2025年"
    )
    assert basis(section="国办发〔2009〕66号 第六条", source=named).startswith("依据是国办发2009年66号文件第六条，")
    assert basis(section="第三条", source=named).startswith(
        "依据是《关于建立统一的城乡居民基本养老保险制度的意见》第三条，"
    )
    assert basis(section="经办实务（待核原文）", confidence="memory") == "依据是经办中的通行做法，原文还待核对。"
    assert basis(section="社会保险法 第十六条；社会保险法 第十七条；甲").count("，和") == 1
    assert basis(effective_to=date(2029, 12, 31)).endswith("从2025年1月1日起施行，到2029年12月31日为止。")


def test_at_most_three_citations_are_said_and_the_rest_is_counted() -> None:
    several = [replace(citation(n, LAPSE), section=f"社会保险法 第{word}条") for n, word in enumerate("一二三四五", 1)]
    found = check(Reply((Sentence("可以。", (1, 2, 3, 4, 5)),), Outcome.ANSWERED, tuple(several)))
    basis = [part.text for part in found.of("basis")]
    assert len(basis) == 4 and basis[1].startswith(wording.BASIS_NEXT)
    assert basis[-1] == wording.MORE_BASIS.format(count=2)


def test_words_of_an_agent_are_said_without_layout_and_addresses() -> None:
    text = "**您好**，请看[办事指南](https://a.example/b?c=1)：\n- 带身份证\n- 打开 https://12333.gov.cn/x 登记[1]\n\n| 项目 | 钱 |\n|---|---|\n| 基础 | 100元 |"
    message = MessageRecord(3, NOW, "agent", text, citations=(reply_json(clause_reply(), "r", "c")["citations"][0],))
    found = spoken(message)
    whole = "".join(part.text for part in found.of("fact"))
    assert whole == "您好，请看办事指南：带身份证。打开 网址 登记。项目，钱。基础，100元"
    assert said(found)[-1] == wording.BASIS_TO_BE_HAD and found.of("basis") and found.asked == ""


def test_a_notice_is_said_and_what_the_citizen_wrote_is_not() -> None:
    assert said(spoken(MessageRecord(1, NOW, "system", "前面还有2位，请稍等。"))) == ["前面还有2位，请稍等。"]
    assert spoken(MessageRecord(1, NOW, "citizen", "你好")) == Spoken()
    assert spoken(stored(Reply((), Outcome.HANDOVER_WITH_AGENT))).parts == ()


@given(st.text(alphabet="一二年养老金，。；：、（）“”《》？12.,! \n", max_size=200), st.integers(8, 60))
def test_pieces_of_a_sentence_are_the_sentence(text: str, longest: int) -> None:
    pieces = breaths(text, longest)
    assert "".join(pieces) == text
    assert all(pieces) or pieces == ("",)


@given(st.lists(st.text(alphabet="一二年养老金", min_size=1, max_size=20), min_size=1, max_size=40))
def test_pieces_are_short_where_there_is_a_place_to_cut(clauses: list[str]) -> None:
    text = "，".join(clauses) + "。"
    assert all(len(piece) < LONGEST + SHORTEST for piece in breaths(text))


def test_numbers_titles_and_quotes_stay_whole() -> None:
    text = "按照《关于完善制度，规范管理的意见》，每月缴费基数1,2345元，还可以说“转人工，快一点”，也可以到窗口去问一问工作人员。"
    pieces = breaths(text, 20)
    assert any("《关于完善制度，规范管理的意见》" in piece for piece in pieces)
    assert any("“转人工，快一点”" in piece for piece in pieces)
    assert not any(piece.endswith("1,") for piece in pieces)
