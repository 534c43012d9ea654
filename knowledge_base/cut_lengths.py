"""Articles too long to quote, split on 款 and 项 with the label saying which. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge_base.cut_marks import mark_of
from knowledge_base.cut_values import Article, Paragraph
from knowledge_base.numerals import to_chinese
from knowledge_base.sentences import split_sentences

LIMIT = 500
PLAIN_LIMIT = 400
_LEAD_LIMIT = 120
_NUMBERED = ("条", "节")


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph with the 款 it is in (from 1), its 项 ("" for the 款's own words) and the 款's lead."""

    paragraph: Paragraph
    clause: int
    item: str
    lead: Paragraph | None


def split_article(article: Article) -> tuple[Article, ...]:
    """``article`` itself when short enough, else its pieces in order."""
    limit = LIMIT if article.kind in _NUMBERED else PLAIN_LIMIT
    if len(article.text) <= limit and not (article.kind not in _NUMBERED and _questions(article)):
        return (article if article.kind in _NUMBERED or article.label else replace(article, label="正文"),)
    places = _places(article)
    pieces = _packed(_groups(places, article.kind), limit)
    if article.kind not in _NUMBERED:
        return tuple(_plain_piece(article, number, piece) for number, piece in enumerate(pieces, start=1))
    return tuple(_piece(article, places, piece) for piece in pieces)


def _questions(article: Article) -> bool:
    return sum(1 for paragraph in article.paragraphs if paragraph.text.startswith("【")) > 1


def _places(article: Article) -> list[_Place]:
    places: list[_Place] = []
    clause, item, lead = 0, "", None
    for paragraph in article.paragraphs:
        if paragraph.kind == "款" and (article.kind == "条" or not item):
            clause, item = clause + 1, ""
            lead = paragraph if paragraph.text.endswith(("：", ":")) else None
        elif paragraph.kind == "项":
            mark = mark_of(paragraph.text)
            item = mark.label if mark is not None else ""
        places.append(_Place(paragraph, max(clause, 1), item, lead))
    return places


def _groups(places: Sequence[_Place], kind: str) -> list[list[_Place]]:
    """What should stay together: a whole 款 of a 条, one （一） of a section, one paragraph elsewhere."""
    groups: list[list[_Place]] = []
    for place in places:
        same = bool(groups) and (
            groups[-1][-1].clause == place.clause if kind == "条"
            else kind == "节" and place.item != "" and groups[-1][-1].item == place.item
        )  # fmt: skip
        if same:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _packed(groups: Sequence[Sequence[_Place]], limit: int) -> list[list[_Place]]:
    pieces: list[list[_Place]] = []
    for group in groups:
        whole = [group] if _length(group) <= limit else [[part] for place in group for part in _parts(place, limit)]
        for index, part in enumerate(whole):
            room = bool(pieces) and _length(pieces[-1]) + _length(part) < limit
            asks = part[0].paragraph.text.startswith("【")
            if room and not asks and (len(whole) == 1 or index > 0):
                pieces[-1].extend(part)
            else:
                pieces.append(list(part))
    return pieces


def _length(places: Sequence[_Place]) -> int:
    return sum(len(place.paragraph.text) + 1 for place in places)


def _parts(place: _Place, limit: int) -> list[_Place]:
    """A paragraph longer than the limit, as runs of its sentences."""
    if len(place.paragraph.text) < limit:
        return [place]
    runs: list[str] = []
    for sentence in split_sentences(place.paragraph.text):
        for part in (sentence[at : at + limit - 1] for at in range(0, len(sentence), limit - 1)):
            if runs and len(runs[-1]) + len(part) < limit:
                runs[-1] += part
            else:
                runs.append(part)
    return [replace(place, paragraph=replace(place.paragraph, text=run)) for run in runs]


def _piece(article: Article, places: Sequence[_Place], piece: Sequence[_Place]) -> Article:
    first = piece[0]
    paragraphs = tuple(place.paragraph for place in piece)
    lead = first.lead
    if lead is not None and lead not in paragraphs and first.item and len(lead.text) <= _LEAD_LIMIT:
        paragraphs = (lead, *paragraphs)
    label = article.label + _where(article.kind, places, piece)
    return replace(article, label=label, paragraphs=paragraphs, line=first.paragraph.line)


def _where(kind: str, places: Sequence[_Place], piece: Sequence[_Place]) -> str:
    first, last = piece[0], piece[-1]
    if kind == "节":
        if not last.item:
            return "" if first.clause == 1 else f"第{to_chinese(first.clause)}段"
        start = first.item or next(place.item for place in piece if place.item)
        return start if start == last.item else f"{start}至{last.item}"
    several = places[-1].clause > 1
    if first.clause != last.clause:
        return f"第{to_chinese(first.clause)}款至第{to_chinese(last.clause)}款"
    clause = f"第{to_chinese(first.clause)}款" if several else ""
    if not first.item:
        return clause
    items = f"第{first.item}项" if first.item == last.item else f"第{first.item}项至第{last.item}项"
    return clause + items


def _plain_piece(article: Article, number: int, piece: Sequence[_Place]) -> Article:
    paragraphs = tuple(place.paragraph for place in piece)
    label = f"{article.label}第{to_chinese(number)}段"
    return replace(article, label=label, paragraphs=paragraphs, line=paragraphs[0].line)
