"""Words of this field and how they sound."""

from __future__ import annotations

import pytest

from speech.pronunciation import own_table, read
from speech.synthesizers.kokoro_phonemes import phonemes

SAID = [
    ("补缴养老保险费", "bu3 jiao3 yang3 lao3 bao3 xian3 fei4"),
    ("应缴未缴", "ying1 jiao3 wei4 jiao3"),
    ("重新核定", "chong2 xin1 he2 ding4"),
    ("重算一次", "chong2 suan4 yi2 ci4"),
    ("调整待遇", "tiao2 zheng3 dai4 yu4"),
    ("一年一个月", "yi4 nian2 yi2 ge4 yue4"),
    ("第一次一月一日统一", "di4 yi1 ci4 yi1 yue4 yi1 ri4 tong3 yi1"),
    ("二零一一年十一个月", "er4 ling2 yi1 yi1 nian2 shi2 yi1 ge4 yue4"),
    ("不用不要不一样", "bu2 yong4 bu2 yao4 bu4 yi2 yang4"),
    ("每年上调", "mei3 nian2 shang4 tiao2"),
    ("调取档案", "diao4 qu3 dang4 an4"),
    ("调高基数", "tiao2 gao1 ji1 shu4"),
    ("各行业", "ge4 hang2 ye4"),
    ("银行卡", "yin2 hang2 ka3"),
    ("工行支行", "gong1 hang2 zhi1 hang2"),
    ("现行规定", "xian4 xing2 gui1 ding4"),
    ("参保地", "can1 bao3 di4"),
    ("慢慢地说", "man4 man4 de5 shuo1"),
    ("省会城市", "sheng3 hui4 cheng2 shi4"),
    ("退还多交的钱", "tui4 huan2 duo1 jiao1 de5 qian2"),
    ("还款和还钱", "huan2 kuan3 he2 huan2 qian2"),
    ("还能领几个月", "hai2 neng2 ling3 ji3 ge4 yue4"),
    ("不得提前支取", "bu4 de2 ti2 qian2 zhi1 qu3"),
    ("您得去窗口", "nin2 dei3 qu4 chuang1 kou3"),
    ("还得交两年", "hai2 dei3 jiao1 liang3 nian2"),
    ("取得资格", "qu3 de2 zi1 ge2"),
    ("多缴多得", "duo1 jiao3 duo1 de2"),
    ("长缴多得", "chang2 jiao3 duo1 de2"),
    ("补足差额", "bu3 zu2 cha1 e2"),
    ("还差三年", "hai2 cha4 san1 nian2"),
    ("间断缴费期间", "jian4 duan4 jiao3 fei4 qi1 jian1"),
    ("长期增长", "chang2 qi1 zeng1 zhang3"),
    ("累计年限", "lei3 ji4 nian2 xian4"),
    ("供养亲属", "gong1 yang3 qin1 shu3"),
    ("干部岗位", "gan4 bu4 gang3 wei4"),
    ("缴费率", "jiao3 fei4 lv4"),
    ("丧葬费", "sang1 zang4 fei4"),
    ("以公布的为准", "yi3 gong1 bu4 de5 wei2 zhun3"),
    ("法定年龄为六十岁", "fa3 ding4 nian2 ling2 wei2 liu4 shi2 sui4"),
    ("为您办理", "wei4 nin2 ban4 li3"),
    ("长治和重庆", "chang2 zhi4 he2 chong2 qing4"),
    ("给予补助", "ji3 yu3 bu3 zhu4"),
    ("尽快告诉我", "jin3 kuai4 gao4 su5 wo3"),
    ("工作人员转人工", "gong1 zuo4 ren2 yuan2 zhuan3 ren2 gong1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), SAID)
def test_words_of_the_field_are_read_as_people_read_them(text: str, said: str) -> None:
    assert " ".join(syllable for word in read(text) for syllable in word).replace("ü", "v") == said


def test_every_word_of_our_table_has_a_syllable_for_each_character() -> None:
    assert all(len(word) == len(said) for word, said in own_table().words.items())


def test_letters_are_spelled_and_punctuation_is_kept() -> None:
    said = phonemes("请下载 A P P，好吗？")
    assert "ˈA pˈi pˈi, " in said
    assert said.endswith("?")


@pytest.mark.parametrize("text", ["", "，。", " "])
def test_nothing_to_say_has_no_phonemes(text: str) -> None:
    assert phonemes(text) == ""


def test_a_rare_character_does_not_break_the_sentence() -> None:
    assert phonemes("您好龘㐂鿿您好").count("nja") + phonemes("您好龘").count("ni") > 0
