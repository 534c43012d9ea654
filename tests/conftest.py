"""What every test starts from: no engines of listening and speaking unless the test asks for them, and no stop watch."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("PENSION_SPEECH", "off")
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
