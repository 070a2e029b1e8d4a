"""What users of Docker Model Runner reported in public, by the numbers that scenarios name.

`MR` is docker/model-runner, `DF` docker/desktop-feedback.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from kit.faults import Scenario

REPORTED = {
    1: ("refused on localhost:12434, while the CLI works", "aliencube/open-chat-playground#521"),
    2: ("refused on 22088", "BerriAI/litellm#16948, BerriAI/litellm#38893"),
    3: ("404 on chat", "docker/hello-genai#25, stanfordnlp/dspy#9053"),
    4: ("listed, and not found", "MR#636, MR#635, MR#634, MR#461, MR#488"),
    5: ("404 model not found", "docker/hello-genai#25"),
    6: ("dies at 30 s, or hangs before the first token", "docker/docker-agent#3298, MR#606"),
    7: ("slow again after a pause", "MR#84, MR#651"),
    8: ("503 Loading model, once", "MR#591"),
    9: ("400 exceeds context", "DF#188, MR#485, MR#407, MR#962, MR#224, acon96/home-llm#308"),
    10: ("not enough GPU memory on the second model", "MR#1014, docker/docker-agent#2636"),
    11: ("exit status 0xc0000135", "MR#479, MR#608, DF#84, DF#213"),
    12: ("failed to load model, unknown projector", "MR#959, MR#941"),
    13: ("vLLM binary not found, GGUF required", "MR#907, MR#941, MR#728, MR#339"),
    14: ("slow, and the GPU is idle", "MR#969, OpenDigitalProductFactory#1046"),
    15: ("port 12434 in use", "MR#526, MR#596, MR#668, DF#485"),
    16: ("Empty reply from server, on Windows", "MR#748"),
    17: ("other machines cannot connect", "MR#863, MR#505, MR#766"),
    18: ("docker -H ssh:// fails", "MR#653, MR#668"),
    19: ("model-runner.docker.internal not resolved", "docker/docs#22760"),
    20: ("pull: TLS timeout, x509", "MR#391, MR#139, MR#500"),
    21: ("429 from Hugging Face", "MR#441"),
    22: ("403 for an Origin", "docker/for-mac#7758, MR#140, MR#66"),
    23: ("error on embeddings", "docker/for-mac#7670"),
    24: ("500 Jinja: system message must be first", "docker/docker-agent#2327"),
    25: ("models vanish, odd versions", "MR#332, MR#141, MR#301, MR#702"),
    26: ("'model' is not a docker command", "docker/for-mac"),
    27: ("connection error, though it is reached", "clusterzx/paperless-ai#719"),
}
_NUMBERS = re.compile(r"\bDMR ((?:\d+(?:, )?)+)")


def numbers_of(scenario: Scenario[Any]) -> list[int]:
    """3 and 25 of `LiteLLM §2, DMR 3, 25`; a section such as `DMR §2` is none."""
    found = _NUMBERS.search(scenario.pain)
    return [int(one) for one in re.findall(r"\d+", found.group(1))] if found else []


def reported_rows(scenarios: Iterable[Scenario[Any]]) -> Sequence[str]:
    """Table rows: what was reported, where, and which faults above it may be."""
    told: dict[int, list[str]] = {number: [] for number in REPORTED}
    for scenario in scenarios:
        for number in numbers_of(scenario):
            told[number].append(scenario.name)
    return [
        f"| {words} | {links} | {'; '.join(told[number])} |"
        for number, (words, links) in REPORTED.items()
    ]
