"""Clauses, citations and a conversation over a few of them, for the tests of single steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.bootstrap import steps_of_a_turn
from assistant.conversation import Conversations, MemoriesInProcess
from assistant.messages import Citation, InboundMessage, Passage, Reply, Sentence, Source, Turn, Versions
from assistant.tools.registry import Toolbox
from knowledge_base.parameter_files import load_parameters
from tests.fakes import ListRetriever

TODAY = date(2026, 11, 22)

LAW = Source(
    id="law", title="社会保险法", doc_no="主席令第35号", issuer="全国人民代表大会常务委员会", issued=date(2010, 10, 28),
    supersedes=None, source="社会保险法",
)  # fmt: skip

MINIMUM = Passage(
    id="law#1", source=LAW, heading="最低缴费年限是多少年", section="社会保险法 第十六条",
    sentences=(
        "职工养老保险按月领养老金，最低要累计缴满15年。", "2030年起最低缴费年限每年提高6个月，2039年提高到20年。",
        "缴费年限不够的，可以延长缴费到满年限。",
    ),
    asks=("养老保险最少要缴多少年", "社保交满几年能领养老金"), kind="规则", topic="最低缴费年限", region="全国",
    schemes=("企业职工", "灵活就业"), effective_from=date(2025, 1, 1), effective_to=None, confidence="primary",
)  # fmt: skip

LAPSE = replace(
    MINIMUM, id="law#2", heading="社保断缴了怎么办", section="社会保险法 第十九条", kind="看情况", topic="补缴断缴",
    sentences=("社保断缴以后，以前的缴费年限保留，续缴后累计计算。", "断缴的月份能不能补缴，各地规定不一样。"),
    asks=("社保断了能补吗", "社保断缴几年有什么影响"),
)  # fmt: skip

FUNERAL = replace(
    MINIMUM, id="law#3", heading="参保人去世后的丧葬补助金和抚恤金", section="社会保险法 第十七条", topic="遗属待遇",
    sentences=("参保人因病或者非因工死亡的，遗属可以领取丧葬补助金和抚恤金。",),
    asks=("丧葬费抚恤金还给不给", "人去世了家属能领什么钱"),
)  # fmt: skip

HOUSING = replace(
    MINIMUM, id="out#1", heading="公积金怎么提取", section="公积金由住房公积金管理中心负责", kind="不归口", topic="超范围",
    sentences=("住房公积金由当地住房公积金管理中心负责，请拨打12329咨询。",), asks=("公积金怎么提取",), schemes=("边界",),
)  # fmt: skip

SICHUAN = replace(
    MINIMUM, id="sc#1", heading="四川断缴补缴的办理", section="四川省经办规程 第三条", kind="规则", topic="补缴断缴", region="四川",
    sentences=("在四川断缴社保的灵活就业人员，当年内可以补缴当年欠缴的月份。",), asks=("四川社保断了能补吗",),
)  # fmt: skip

CLAUSES = (MINIMUM, LAPSE, FUNERAL, HOUSING, SICHUAN)


class Talk:
    """One citizen's conversation with the assistant over a few clauses."""

    def __init__(self, clauses: tuple[Passage, ...] = CLAUSES, longest: int = 4000) -> None:
        retriever = ListRetriever(clauses)
        self._conversations = Conversations(
            steps_of_a_turn(retriever, Toolbox(load_parameters())), MemoriesInProcess(),
            lambda: Versions(retriever.version, "1", "1"),
            today=lambda: TODAY, longest=longest,
        )  # fmt: skip
        self._count = 0

    async def say(self, text: str) -> Reply:
        """The reply to ``text``."""
        return (await self.exchange(text))[1]

    async def exchange(self, text: str) -> tuple[InboundMessage, Reply]:
        """The message as stored, and the reply."""
        self._count += 1
        return await self._conversations.respond(InboundMessage(f"m{self._count}", "test", "one", text))


def turn(text: str, **fields: object) -> Turn:
    """A turn as it enters the pipeline."""
    started = Turn(InboundMessage("m", "test", "one", text), TODAY, text=text)
    return replace(started, **fields)  # type: ignore[arg-type]


def cited(mark: int, passage: Passage) -> Citation:
    """The citation of ``passage`` under ``mark``."""
    return Citation(
        mark=mark, passage_id=passage.id, title=passage.source.title, doc_no=passage.source.doc_no,
        issuer=passage.source.issuer, section=passage.section, heading=passage.heading,
        effective_from=passage.effective_from, effective_to=passage.effective_to, region=passage.region,
        scheme="、".join(passage.schemes), confidence=passage.confidence, quote=passage.text, digest=passage.digest,
        source=passage.source.source,
    )  # fmt: skip


def shown(reply: Reply) -> str:
    """What a reader sees at first: the sentences that are not folded."""
    return "".join(s.text for s in reply.sentences if not s.detail)


def sentence(text: str, *marks: int, traced: bool = False) -> Sentence:
    """A sentence with its marks."""
    return Sentence(text, marks, traced=traced)
