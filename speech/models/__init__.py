"""Model files: where each comes from, whether it is whole, and where it lies ready to be opened."""

from speech.models.locate import default_models_dir, kokoro, silero, vosk, whisper, whisper_base

__all__ = ["default_models_dir", "kokoro", "silero", "vosk", "whisper", "whisper_base"]
