"""Generated calls, sensible and not, against the OpenAPI description: no 5xx, and every answer as described."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import positive_data_acceptance

from assistant.app import create_app
from assistant.bootstrap import bootstrap
from assistant.settings import Settings
from tests.integration.serving import Service, Talk

EXAMPLES = 12
UNDESCRIBABLE = [positive_data_acceptance]
"""JSON Schema has no range of dates, so a described date may be refused; test_http_api covers what is accepted."""


VOICE = r"/recordings$|/spoken/"
"""Sound cannot be made up, and the service asked here has no voice; test_voice and test_no_voice call these."""
schema = schemathesis.openapi.from_dict(create_app(bootstrap(Settings())).openapi()).exclude(path_regex=VOICE)


def quick(examples: int = EXAMPLES) -> settings:
    """Bounded, repeatable generation."""
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@schema.parametrize()
@quick()
def test_every_answer_is_as_described(case: Any, service: Service) -> None:
    case.call_and_validate(base_url=service.url, excluded_checks=UNDESCRIBABLE)


@schema.include(path_regex="conversation_id").parametrize()
@quick()
def test_every_answer_within_a_conversation_is_as_described(case: Any, service: Service, talk: Talk) -> None:
    case.path_parameters = {**case.path_parameters, "conversation_id": talk.id}
    case.headers["Authorization"] = talk.bearer["Authorization"]
    answer: Response = case.call_and_validate(base_url=service.url, excluded_checks=UNDESCRIBABLE)
    assert answer.status_code != 401 or "Authorization" not in answer.request.headers
