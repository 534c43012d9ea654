"""Front matter guessed from a document's own wording. A guess may be blank, never invented."""

from __future__ import annotations

import re
from datetime import date, timedelta

from knowledge_base.cut_marks import mark_of
from knowledge_base.front_fields import DATE, Fields, iso_date
from knowledge_base.reading.read_text import Content, Line

_TITLE = re.compile(
    r"(关于.{2,}(通知|意见|决定|批复|函|公告|通告|办法|规定|方案|决议|答复|说明)"
    r"|(法|条例|办法|规定|细则|规程|指南|方案|决定|意见|须知))([（(][^）)]*[）)])?$"
)
_ORGAN = re.compile(r"(国务院|办公厅|办公室|委员会|人民政府|[部厅局委会院署])$")
_DOC_NO = re.compile(r"([\u4e00-\u9fff]{2,12})\s*[〔\[［【（(]\s*(\d{4})\s*[〕\]］】）)]\s*(\d+)\s*号")
_DECREE = re.compile(
    r"((?:中华人民共和国)?(?:主席|国务院|[\u4e00-\u9fff]{2,12}部|[\u4e00-\u9fff]{2,9}人民政府)令)\s*第\s*(\d+)\s*号"
)
_PUBLISHED = re.compile(
    rf"({DATE})[^，。；｜、]{{0,80}}?(公布|发布|印发|通过|修正|修订|批准)"
    rf"|(?:发布|印发|成文)(?:日期|时间)[:：]\s*({DATE})"
)
_STARTS = re.compile(
    rf"自?\s*({DATE})\s*[（(]?[^，。；、]{{0,6}}?(?:起)?\s*(?:正式)?(?:施行|实施|执行|生效)"
    rf"|(?:施行|实施|生效)(?:日期|时间)[:：]\s*({DATE})"
)
_OWN_START = re.compile(rf"本[\u4e00-\u9fff]{{1,6}}(?:规定)?自\s*({DATE})\s*起[\u4e00-\u9fff]{{0,2}}(?:施行|实施|执行)")
_ON_ISSUE = re.compile(r"自?(?:公布|发布|印发|下发)之日起?[，,]?(?:施行|实施|执行)|(?:发布|印发)并实施")
_CONGRESS = re.compile(r"((?:[\u4e00-\u9fff]{2,8}[省市区])?)第?[一二三四五六七八九十]*届?(?:全国)?人民代表大会")
_ENDS = re.compile(rf"有效期(?:截?至|到)\s*({DATE})|[（(]至\s*({DATE})[）)]")
_YEARS = re.compile(r"有效期(?:为)?\s*([0-9一二三四五六七八九十]{1,2})\s*年")
_ISSUER_FIELD = re.compile(r"^(?:发文机关|发布机关|制定机关|发布单位|发文单位)\s*[:：]\s*(\S.*)$")
_SIGNED = re.compile(rf"^(?:.*[\s（(])?({DATE})[）)]?$")
_HEAD = 20
_PREFIXES = {
    "国发": "国务院", "国办发": "国务院办公厅", "国令": "国务院", "人社部发": "人力资源社会保障部",
    "人社厅发": "人力资源社会保障部办公厅", "人社部规": "人力资源社会保障部", "劳社部发": "劳动和社会保障部",
}  # fmt: skip


def guess_fields(content: Content) -> Fields:
    """Title, 文号, issuer and dates, each blank when nothing in the text says so."""
    lines = [line for line in content.lines if not line.row]
    head = _head(lines)
    title = _title(head, content.title)
    doc_no = _doc_no(head)
    issued = _issued(head, lines)
    start = _starts(head, lines, issued)
    return Fields(
        title=title, doc_no=doc_no, issuer=_issuer(head, title, doc_no), issued=issued,
        effective_from=start, effective_to=_ends(head, lines, start),
    )  # fmt: skip


def _head(lines: list[Line]) -> list[Line]:
    for index, line in enumerate(lines[:_HEAD]):
        mark = mark_of(line.text)
        if mark is not None and mark.kind in ("条", "章", "一、", "编"):
            return lines[: max(index, 1)]
    return lines[:_HEAD]


def _title(head: list[Line], named: str) -> str:
    top = next((line.text for line in head if line.heading == 1), "")
    if top:
        return _first_part(top)
    for index, line in enumerate(head):
        text = _first_part(line.text)
        if len(text) <= 80 and _TITLE.search(text) and not re.search(r"[。；]", text):
            above = head[index - 1].text if index else ""
            return above + text if text.startswith("关于") and len(above) <= 30 and _ORGAN.search(above) else text
    return named or (_first_part(head[0].text)[:60] if head else "")


def _first_part(text: str) -> str:
    return re.split(r"[｜|]", text)[0].strip()


def _doc_no(head: list[Line]) -> str:
    for line in head:
        for part in re.split(r"[｜|、]", line.text):
            if len(part) > 40 and "文号" not in part and "字号" not in part:
                continue
            if found := _DOC_NO.search(part):
                return f"{found.group(1)}〔{found.group(2)}〕{found.group(3)}号"
            if found := _DECREE.search(part):
                return f"{found.group(1)}第{found.group(2)}号"
    return ""


def _issued(head: list[Line], lines: list[Line]) -> str:
    found = [iso_date(one.group(1) or one.group(3)) for line in head for one in _PUBLISHED.finditer(line.text)]
    bare = [iso_date(part) for line in head for part in re.split(r"[｜|]", line.text)]
    last = [line.text for line in lines[-8:] if len(line.text) <= 40]
    signed = [iso_date(one.group(1)) for text in last if (one := _SIGNED.match(text))]
    return max((day for day in found if day), default="") or next((day for day in bare + signed if day), "")


def _starts(head: list[Line], lines: list[Line], issued: str) -> str:
    named = [iso_date(one.group(1) or one.group(2)) for line in head if len(line.text) <= 300
             for one in _STARTS.finditer(line.text)]  # fmt: skip
    own = [iso_date(one.group(1)) for line in lines for one in _OWN_START.finditer(line.text)]
    dated = next((day for day in named if day), "") or next((day for day in reversed(own) if day), "")
    if dated:
        return dated
    return issued if any(_ON_ISSUE.search(line.text) for line in (*head, *lines[-12:])) else ""


def _ends(head: list[Line], lines: list[Line], start: str) -> str:
    tail = (*head, *lines[-12:])
    for line in tail:
        if (found := _ENDS.search(line.text)) and (day := iso_date(found.group(1) or found.group(2))):
            return day
    years = next((found.group(1) for line in tail if (found := _YEARS.search(line.text))), "")
    if not years or not start or not years.isdigit():
        return ""
    first = date.fromisoformat(start)
    return (first.replace(year=first.year + int(years), day=min(first.day, 28)) - timedelta(days=1)).isoformat()


def _issuer(head: list[Line], title: str, doc_no: str) -> str:
    for line in head:
        if found := _ISSUER_FIELD.match(line.text):
            return found.group(1).strip()
    before = title.partition("关于")[0].strip()
    if before and "关于" in title and all(_ORGAN.search(name) for name in before.split()):
        return before
    for prefix in sorted(_PREFIXES, key=len, reverse=True):
        if doc_no.startswith(prefix + "〔"):
            return _PREFIXES[prefix]
    text = "\n".join(line.text for line in head)
    if found := _CONGRESS.search(text):
        place = re.sub(r"^.*[日]", "", found.group(1))
        return f"{place or '全国'}人民代表大会常务委员会"
    return "国务院" if "国务院令" in text else ""
