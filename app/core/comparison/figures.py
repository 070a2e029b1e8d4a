"""The figures of one request, each under the field's own name and with its definition.

Sources: vLLM's benchmarks (TPOT), GenAI-Perf and AIPerf (TTFT, TTFO), GuideLLM (chunks are
not tokens). Names that clash in the field are told apart: ICL is between chunks, ITL between
tokens, and ITL exists only where each chunk holds one token.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from .sample import Sample
from .statistics import quantile

OVERHEAD_HEADER = "x-litellm-overhead-duration-ms"
RETRIES_HEADER = "x-litellm-attempted-retries"
_BUFFERED_GAP = 0.1
_BUFFERED_CHUNKS = 8
_BUFFERED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `of` gives it for a sample, or None where the sample has none."""

    name: str
    title: str
    unit: str
    meaning: str
    of: Callable[[Sample], float | None]
    more_is_better: bool = False
    clock: str = "client"


def _ttft(sample: Sample) -> float | None:
    return sample.marks.first_content


def _icl(sample: Sample) -> float | None:
    return median(sample.gaps) if sample.gaps else None


def _icl_p95(sample: Sample) -> float | None:
    # Below twenty gaps the 95th is the largest one, which is another figure.
    return quantile(sorted(sample.gaps), 0.95) if len(sample.gaps) >= 20 else None


def _itl(sample: Sample) -> float | None:
    return sum(sample.gaps) / len(sample.gaps) if one_token_a_chunk(sample) else None


def _tpot(sample: Sample) -> float | None:
    first, end, tokens = sample.marks.first_content, sample.marks.end, sample.tokens
    if first is None or end is None or tokens is None or tokens < 2:
        return None
    return (end - first) / (tokens - 1)


def _decode_speed(sample: Sample) -> float | None:
    each = _tpot(sample)
    return 1000 / each if each else None


def _overall_speed(sample: Sample) -> float | None:
    end, tokens = sample.marks.end, sample.tokens
    return tokens / end * 1000 if end and tokens else None


def _prompt(sample: Sample) -> float | None:
    return sample.timings.prompt_ms if sample.timings else None


def _server_speed(sample: Sample) -> float | None:
    return sample.timings.predicted_per_second if sample.timings else None


def _around(sample: Sample) -> float | None:
    ttft, prompt = _ttft(sample), _prompt(sample)
    return None if ttft is None or prompt is None else ttft - prompt


def _claimed(sample: Sample) -> float | None:
    try:
        return float(sample.wire.headers[OVERHEAD_HEADER])
    except (KeyError, ValueError):
        return None


def one_token_a_chunk(sample: Sample) -> bool:
    """Whether gaps between chunks are gaps between tokens; the last token may say nothing."""
    chunks, tokens = len(sample.marks.contents), sample.tokens
    return tokens is not None and chunks >= 2 and chunks in (tokens, tokens - 1)


def is_buffered(sample: Sample) -> bool:
    """Whether something on the way held the stream back and let it go at once."""
    gaps = sample.gaps
    if len(gaps) < _BUFFERED_CHUNKS:
        return False
    return sum(gap < _BUFFERED_GAP for gap in gaps) >= _BUFFERED_SHARE * len(gaps)


TTFT = Figure(
    "ttft", "TTFT", "ms", "request sent to the first content; a role-only chunk is none", _ttft
)
E2E = Figure("e2e", "E2E", "ms", "request sent to the end of the answer", lambda s: s.marks.end)
TPOT = Figure(
    "tpot", "TPOT", "ms", "(E2E − TTFT) / (tokens − 1), tokens as the server counts", _tpot
)
FIGURES: tuple[Figure, ...] = (
    Figure(
        "connect",
        "connect",
        "ms",
        "a new connection; 0 where one was used again",
        lambda s: s.marks.connect,
    ),
    Figure("load", "load", "ms", "the runner loads the model", lambda s: s.marks.load),
    Figure(
        "ttfb",
        "TTFB",
        "ms",
        "request sent to the response's first byte",
        lambda s: s.marks.first_byte,
    ),
    Figure(
        "role",
        "role",
        "ms",
        "request sent to the first chunk, empty or not",
        lambda s: s.marks.role,
    ),
    TTFT,
    Figure(
        "ttfo",
        "TTFO",
        "ms",
        "request sent to the first text that is no reasoning",
        lambda s: s.marks.first_text,
    ),
    Figure("icl", "ICL", "ms", "median gap between chunks with content", _icl),
    Figure("icl_p95", "ICL p95", "ms", "95th percentile of the gaps of one answer", _icl_p95),
    Figure("itl", "ITL", "ms", "mean gap between tokens, where each chunk holds one", _itl),
    TPOT,
    E2E,
    Figure("decode", "decode", "tok/s", "1 / TPOT", _decode_speed, more_is_better=True),
    Figure("overall", "overall", "tok/s", "tokens / E2E", _overall_speed, more_is_better=True),
    Figure("server_prompt", "prompt", "ms", "llama.cpp: prompt_ms", _prompt, clock="server"),
    Figure(
        "server_decode",
        "decode",
        "tok/s",
        "llama.cpp: predicted_n / predicted_ms",
        _server_speed,
        more_is_better=True,
        clock="server",
    ),
    Figure("around", "around the engine", "ms", "TTFT − the engine's prompt_ms", _around),
    Figure(
        "claimed",
        "gateway's own",
        "ms",
        f"the gateway's {OVERHEAD_HEADER}",
        _claimed,
        clock="gateway",
    ),
)


def values(figure: Figure, samples: Sequence[Sample]) -> list[float]:
    """The figure of each sample that has it, in order."""
    return [value for sample in samples if (value := figure.of(sample)) is not None]


def figure_named(name: str) -> Figure:
    """Raises `KeyError` for a name that is none."""
    return {figure.name: figure for figure in FIGURES}[name]
