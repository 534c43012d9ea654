"""A cross-encoder small enough to make on the spot: right in form, with scores that mean nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def save_tiny_cross_encoder(directory: Path, text: str, labels: int = 1, seed: int = 7) -> Path:
    """Write a random two-layer BERT with ``labels`` scores, and a WordPiece tokenizer that knows ``text``."""
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(seed)
    # a wide spread of first weights, or all scores are nearly one
    config = _config(_save_tokenizer(directory, text), num_labels=labels, initializer_range=0.5)
    BertForSequenceClassification(config).save_pretrained(directory)
    return directory


def save_tiny_encoder(directory: Path, text: str) -> Path:
    """Write the same without its scoring layer, as a plain encoder is stored."""
    from transformers import BertModel

    BertModel(_config(_save_tokenizer(directory, text))).save_pretrained(directory)
    return directory


def _config(words: int, **more: Any) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=words, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=128, **more,
    )  # fmt: skip


def _save_tokenizer(directory: Path, text: str) -> int:
    """The size of its vocabulary: the special words and every character of ``text``."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = {word: i for i, word in enumerate((*SPECIAL, *sorted(set(text) - {" ", "\n"})))}
    inner = Tokenizer(models.WordPiece(vocab=words, unk_token="[UNK]"))
    inner.normalizer = normalizers.BertNormalizer()
    inner.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    inner.post_processor = processors.BertProcessing(("[SEP]", words["[SEP]"]), ("[CLS]", words["[CLS]"]))
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    fast: Any = PreTrainedTokenizerFast  # its constructor is untyped
    fast(tokenizer_object=inner, mask_token="[MASK]", model_max_length=128, **names).save_pretrained(directory)
    return len(words)
