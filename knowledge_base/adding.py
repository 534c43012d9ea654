"""An agency's own documents, read, cut and stored: all of them or, when one is bad, none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import BadDocument
from assistant.messages import Passage
from knowledge_base.added_store import StoredDocument, load_added, slug_of, stored_digest, write_documents
from knowledge_base.article_passages import passages_of
from knowledge_base.cut_values import Article
from knowledge_base.cutting import cut
from knowledge_base.front_answers import Ask, complete, front_matter_of, known_fields
from knowledge_base.front_fields import Fields
from knowledge_base.reading import READERS, UNSUPPORTED, ReadText, read_file

__all__ = ["AddReport", "AddedDocument", "Ask", "Progress", "add_documents", "load_added", "prepare_documents"]

Progress = Callable[[int, int, str], None]
"""``progress(done, total, file)`` before each file and once at the end."""

NEW, REPLACED, UNCHANGED, TRIED = "新增", "已替换", "未变化", "试切"


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """One document of a report; ``status`` is 新增, 已替换, 未变化 or 试切."""

    file: str
    title: str
    slug: str
    articles: int
    status: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class AddReport:
    """What was added, or every problem found; when there are problems nothing was written."""

    documents: tuple[AddedDocument, ...]
    problems: tuple[BadDocument, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    file: str
    articles: int
    stored: StoredDocument


def add_documents(
    paths: Sequence[Path], overrides: Fields, store_dir: Path, ask: Ask | None, progress: Progress
) -> AddReport:
    """Store every document under ``store_dir``. ``ask`` is None when nobody can answer.

    Raises ``OSError`` when the store cannot be written; it is then as it was.
    """
    prepared, problems, skipped = _prepare(paths, overrides, ask, progress)
    if problems:
        return AddReport((), problems, skipped)
    documents = tuple(_reported(one, _status(one, store_dir)) for one in prepared)
    changed = [one.stored for one, document in zip(prepared, documents, strict=True) if document.status != UNCHANGED]
    if changed:
        write_documents(changed, store_dir)
    return AddReport(documents, (), skipped)


def prepare_documents(paths: Sequence[Path], overrides: Fields, ask: Ask | None, progress: Progress) -> AddReport:
    """The same without writing anything: what would be cut."""
    prepared, problems, skipped = _prepare(paths, overrides, ask, progress)
    return AddReport(tuple(_reported(one, TRIED) for one in prepared), problems, skipped)


def _prepare(
    paths: Sequence[Path], overrides: Fields, ask: Ask | None, progress: Progress
) -> tuple[list[_Prepared], tuple[BadDocument, ...], tuple[str, ...]]:
    files, skipped, problems = _expanded(paths)
    if (overrides.title or overrides.doc_no) and len(files) > 1:
        remedy = "逐个添加，或把标题、文号写在各自的 .yaml 里"
        problems.append(BadDocument(str(paths[0]), 0, "--title 和 --doc-no 只能用于一个文件", remedy))
    read: list[tuple[ReadText, Fields, tuple[Article, ...]]] = []
    for done, file in enumerate(files):
        progress(done, len(files), str(file))
        try:
            read.append(_read_and_cut(file, overrides, shared=len(files) > 1))
        except BadDocument as error:
            problems.append(error)
    progress(len(files), len(files), "")
    prepared: list[_Prepared] = []
    for text, fields, articles in read if not (problems and ask) else ():
        try:
            prepared.append(_finished(text, fields, articles, ask))
        except BadDocument as error:
            problems.append(error)
    problems.extend(_twice(prepared))
    return prepared, tuple(problems), tuple(skipped)


def _expanded(paths: Sequence[Path]) -> tuple[list[Path], list[str], list[BadDocument]]:
    """Files to read, names passed over, and paths that lead nowhere."""
    files: dict[Path, None] = {}
    skipped: list[str] = []
    problems: list[BadDocument] = []
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        inside = [one for one in sorted(path.rglob("*")) if one.is_file() and not _hidden(one.relative_to(path))]
        readable = [one for one in inside if one.suffix.lower() in READERS or one.suffix.lower() in UNSUPPORTED]
        skipped.extend(str(one) for one in inside if one not in readable and one.suffix.lower() != ".yaml")
        files.update(dict.fromkeys(readable))
        if not readable:
            problems.append(BadDocument(str(path), 0, "文件夹里没有可读的文件", "可用的格式：" + "、".join(READERS)))
    return list(files), skipped, problems


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _read_and_cut(file: Path, overrides: Fields, *, shared: bool) -> tuple[ReadText, Fields, tuple[Article, ...]]:
    text = read_file(file)
    articles = cut(text)
    if not articles:
        raise BadDocument(str(file), 1, "切不出任何条款", "检查文件里除了标题之外有没有正文")
    return text, known_fields(text, overrides, shared=shared), articles


def _finished(text: ReadText, known: Fields, articles: tuple[Article, ...], ask: Ask | None) -> _Prepared:
    fields = complete(known, text.file, ask)
    slug = slug_of(fields.title, fields.doc_no)
    front = front_matter_of(fields, text.file, slug)
    stored = StoredDocument(slug, Path(text.file).name, text.original, fields, passages_of(articles, front))
    return _Prepared(text.file, len({(one.part, one.number) for one in articles if one.number}), stored)


def _twice(prepared: Sequence[_Prepared]) -> list[BadDocument]:
    first: dict[str, str] = {}
    problems = []
    for one in prepared:
        if one.stored.slug in first:
            problems.append(
                BadDocument(one.file, 0, f"与 {first[one.stored.slug]} 的标题和文号相同", "只留一份，或改正标题、文号")
            )
        first.setdefault(one.stored.slug, one.file)
    return problems


def _status(one: _Prepared, store_dir: Path) -> str:
    before = stored_digest(store_dir, one.stored.slug)
    if not before:
        return NEW
    return UNCHANGED if before == one.stored.digest else REPLACED


def _reported(one: _Prepared, status: str) -> AddedDocument:
    stored = one.stored
    return AddedDocument(one.file, stored.fields.title, stored.slug, one.articles, status, stored.passages)
