"""How to have a thing done, as an answer: materials, place and time first, the steps folded. Pure."""

from __future__ import annotations

import re

from assistant.guidance.matching import asks_how_to, clear_matter
from assistant.guidance.wording import guidance_sentences
from assistant.messages import Sentence, Understanding, Worked
from assistant.tools.registry import Toolbox

_PAPERWORK = re.compile(
    r"(带|拿|交|准备|提供|需要|要)(些|点)?(什么|啥|哪些)|材料|手续|流程|步骤|清单|证件|(去|在|到|上)(哪里?|哪儿|什么地方)办|(多久|多长时间|几天|多少天)(能|才|可以)?(办|批)"
)
"""Asks for papers, steps, the place or the time; 怎么办 alone asks for advice."""
LONGEST = 50
"""Characters up to which a message asks for one thing to be done; longer ones tell a story."""
_SCHEMES = ("企业职工", "灵活就业", "机关事业", "城乡居民")


def guidance_answer(toolbox: Toolbox, text: str, found: Understanding) -> Worked | None:
    """The guidance for the one matter a message asks how to do; None when it asks something else or is not clear."""
    if len(text) > LONGEST or found.complaint or not (asks_how_to(text) and _PAPERWORK.search(text)):
        return None
    matter = clear_matter(text)
    if matter is None:
        return None
    scheme = found.schemes[0] if len(found.schemes) == 1 and found.schemes[0] in _SCHEMES else None
    result = toolbox.run("guidance", {"matter": matter.id, "scheme": scheme, "region": found.region})
    sentences = tuple(Sentence(line, detail=detail, traced=True) for line, detail in guidance_sentences(result))
    return Worked(sentences, result, None)
