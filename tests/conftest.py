"""What every test starts from: no engines of listening and speaking unless the test asks for them."""

from __future__ import annotations

import os

os.environ.setdefault("PENSION_SPEECH", "off")
