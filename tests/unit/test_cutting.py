"""Cutting along 章, 节, 条, 款 and 项."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.article_passages import passages_of
from knowledge_base.cut_values import Article, Paragraph
from knowledge_base.cutting import cut, cut_whole
from knowledge_base.document import read_front_matter
from knowledge_base.numerals import to_chinese
from knowledge_base.reading import ReadText, read_bytes
from knowledge_base.sentences import sentences_of, split_sentences

FRONT = {
    "title": "补贴办法", "scheme": "通用", "topic": "经办流程查询", "region": "全国", "source": "甲.md",
    "effective_from": "2024-07-01", "confidence": "primary",
}  # fmt: skip


def read(text: str) -> ReadText:
    return read_bytes(text.encode(), "办法.md")


def labels(text: str) -> list[str]:
    return [article.label for article in cut(read(text))]


def test_chapters_and_sections_become_the_path_of_an_article() -> None:
    chapters = "# 补贴办法\n## 第二章　基 本 养 老\n### 第一节 缴费\n第十六条 甲。\n"
    articles = cut(read(chapters + "## 第三章 附则\n第十七条 乙。\n"))
    assert [(one.path, one.number) for one in articles] == [
        (("第二章 基本养老", "第一节 缴费"), "第十六条"), (("第三章 附则",), "第十七条"),
    ]  # fmt: skip


def test_every_way_of_writing_an_article_number_is_understood() -> None:
    text = "第一条　甲。\n第 二 条 乙。\n**第三条** 丙。\n### 第四条\n丁。\n第5条 戊。\n"
    text += "第五条之一 己。\n第六条：庚。\n第七条为了辛。\n"
    assert labels(text) == ["第一条", "第二条", "第三条", "第四条", "第5条", "第五条之一", "第六条", "第七条"]


def test_a_reference_to_an_article_starts_none_even_at_the_beginning_of_a_line() -> None:
    text = "第一条 依照本法第十六条办理。\n第十六条规定的情形除外。\n第三条、第四条另行规定。\n第二条 乙。\n"
    assert labels(text) == ["第一条", "第二条"]
    assert len(cut(read(text))[0].paragraphs) == 3


def test_a_table_of_contents_makes_no_second_article() -> None:
    chapters = "补贴办法\n目　录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n"
    listed = "补贴办法\n目录\n第一条 目的\n第二条 施行\n第一条 目的\n为了保障。\n第二条 施行\n自公布之日起施行。\n"
    assert labels(chapters) == ["第一条", "第二条"]
    assert labels(listed) == ["第一条", "第二条"]


def test_paragraphs_and_items_stay_in_order_inside_their_article() -> None:
    article = cut(read("第一条 有下列情形的：\n（一）甲；\n(二)乙。\n前款所称甲，是指丙。\n第二条 丁。\n"))[0]
    assert [one.kind for one in article.paragraphs] == ["款", "项", "项", "款"]
    assert article.text.endswith("前款所称甲，是指丙。")


def test_a_long_article_is_split_and_says_which_paragraph_each_piece_is() -> None:
    text = f"第一条 {'甲' * 300}。\n{'乙' * 300}。\n有下列情形之一的：\n" + "".join(
        f"（{to_chinese(n)}）{'丙' * 120}；\n" for n in range(1, 7)
    )
    pieces = cut(read(text))
    assert [one.label for one in pieces] == [
        "第一条第一款", "第一条第二款", "第一条第三款", "第一条第三款第（四）项至第（六）项",
    ]  # fmt: skip
    assert all(len(one.text) <= 520 for one in pieces)
    assert pieces[-1].paragraphs[0].text == "有下列情形之一的："


def test_an_official_letter_is_cut_by_its_own_numbers() -> None:
    text = "关于补贴的通知\n各区：\n一、补贴对象\n本市居民。\n二、补贴标准\n（一）低档45元。\n"
    text += "（二）高档60元。\n本通知自2024年7月1日起施行。\n"
    articles = cut(read(text))
    assert [(one.path, one.label) for one in articles] == [
        (("一、补贴对象",), "一、"), (("二、补贴标准",), "二、"), ((), "结尾"),
    ]  # fmt: skip


def test_a_second_instrument_in_one_file_keeps_its_own_name() -> None:
    text = "关于补贴的决定\n一、批准办法。\n二、自公布之日起施行。\n补贴实施办法\n第一条 甲。\n第二条 乙。\n"
    articles = cut(read(text))
    assert [one.label for one in articles] == ["一、", "二、", "第一条", "第二条"]
    assert articles[2].part == "补贴实施办法"
    passage = passages_of(articles, read_front_matter(dict(FRONT), "甲", "甲"))[2]
    assert passage.section == "《补贴实施办法》第一条"


def test_a_regulation_issued_by_a_notice_keeps_its_own_name() -> None:
    notice = "某市人民政府关于印发补贴实施细则的通知\n各区：\n现将细则印发给你们，请认真贯彻执行，并及时反映情况。\n"
    text = notice + "某市人民政府\n2024年5月20日\n某市补贴实施细则\n第一章 总则\n第一条 甲。\n"
    articles = cut(read(text))
    assert [(one.part, one.label) for one in articles] == [("", "序言"), ("某市补贴实施细则", "第一条")]
    assert articles[1].path == ("某市补贴实施细则", "第一章 总则")


def test_a_text_with_neither_is_cut_by_headings_and_length() -> None:
    headed = cut(read("# 指南\n## 材料\n身份证。\n## 时限\n二十日。\n"))
    assert [(one.path, one.label, one.text) for one in headed] == [
        (("材料",), "材料", "身份证。"), (("时限",), "时限", "二十日。"),
    ]  # fmt: skip
    plain = cut(read("\n".join("甲乙丙丁戊己庚辛。" * 10 for _ in range(20))))
    assert len(plain) > 3
    assert all(len(one.text) <= 400 for one in plain)


def test_a_markdown_table_stays_with_its_article_one_row_a_sentence() -> None:
    article = cut(read("第一条 标准如下：\n\n| 档次 | 补贴 |\n|---|---|\n| 低 | 45元 |\n\n第二条 乙。\n"))[0]
    assert sentences_of(article.paragraphs) == ("标准如下：", "档次：低；补贴：45元。")


def test_sentences_keep_their_marks_and_quotations_whole() -> None:
    assert split_sentences("甲“乙。丙”丁。戊（己；庚）辛；壬？") == ("甲“乙。丙”丁。", "戊（己；庚）辛；", "壬？")


def test_a_short_list_is_one_sentence_with_its_lead() -> None:
    paragraphs = [Paragraph(text, "项", 1) for text in ("有下列情形之一的，停发：", "（一）死亡的；", "（二）失踪的。")]
    assert sentences_of(paragraphs) == ("有下列情形之一的，停发：（一）死亡的；（二）失踪的。",)


def test_a_passage_carries_title_section_and_gist() -> None:
    articles = cut(read("第十六条 参加保险的个人，按月领取养老金。\n第十七条 乙。\n"))
    passage = passages_of(articles, read_front_matter(dict(FRONT), "甲", "甲"))[0]
    assert passage.heading == "《补贴办法》第十六条 参加保险的个人"
    assert (passage.section, passage.kind, passage.asks) == ("第十六条", "规则", ())
    assert passage.sentences == ("参加保险的个人，按月领取养老金。",)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="甲乙丙丁，", min_size=1, max_size=300), min_size=1, max_size=25))
def test_every_article_is_found_and_no_word_is_lost_whatever_their_lengths(bodies: list[str]) -> None:
    text = read("\n".join(f"第{to_chinese(n)}条 甲{body}。" for n, body in enumerate(bodies, start=1)))
    whole = cut_whole(text)
    assert [one.number for one in whole] == [f"第{to_chinese(n)}条" for n in range(1, len(bodies) + 1)]
    assert [one.text for one in whole] == [f"甲{body}。" for body in bodies]
    pieces: dict[str, str] = {}
    for piece in cut(text):
        pieces[piece.number] = pieces.get(piece.number, "") + piece.text
    assert list(pieces.values()) == [_joined(one) for one in whole]


def _joined(article: Article) -> str:
    return "".join(one.text for one in article.paragraphs)
