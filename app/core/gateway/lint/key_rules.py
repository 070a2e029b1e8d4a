"""The proxy's own key: absent, known to all, or no text."""

from collections.abc import Iterator, Mapping

from ..config_files import Merged
from ..config_model import GatewayConfig
from ..config_values import PREFIX
from .model import Finding, Severity
from .nodes import Text

PUBLIC_KEYS = frozenset(["sk-1234"])
"""Keys of LiteLLM's own documents, which it refuses since 1.104.0."""
_PERMIT = "dangerously_permit_weak_or_unset_master_key"
_REFUSED = "since 1.104.0 LiteLLM does not start with it"
_CURE = "export LITELLM_MASTER_KEY=sk-$(openssl rand -hex 24)"
_PATH = ("general_settings", "master_key")


def key_findings(
    merged: Merged, config: GatewayConfig, texts: Mapping[str, Text]
) -> Iterator[Finding]:
    """Of the whole configuration; a key that is no text is told where the file is read."""
    if config.general_settings.get(_PERMIT) is True:
        return
    key, written = config.master_key, config.general_settings.get("master_key")
    if key is None and written is None:
        yield _absent(merged)
    elif key is not None and key.reveal() in PUBLIC_KEYS:
        yield _public(merged, texts)


def _absent(merged: Merged) -> Finding:
    return Finding(
        rule="no-master-key",
        severity=Severity.WARNING,
        file=merged.documents[0].file,
        line=0,
        text="no master key: neither general_settings has one nor LITELLM_MASTER_KEY",
        effect="since 1.104.0 LiteLLM does not start without one",
        cure=_CURE,
    )


def _public(merged: Merged, texts: Mapping[str, Text]) -> Finding:
    document = next((one for one in merged.documents if _holds(one.values)), merged.documents[0])
    text = texts[str(document.file)]
    found = text.pair(_PATH)
    value = getattr(found[1], "value", "") if found else ""
    written = found is not None and not str(value).startswith(PREFIX)
    return Finding(
        rule="public-master-key",
        severity=Severity.ERROR,
        file=document.file,
        line=text.line_of(_PATH) if found else 0,
        text="the master key is one that stands in LiteLLM's own documents",
        effect=_REFUSED,
        cure=f"master_key: {PREFIX}LITELLM_MASTER_KEY, and {_CURE}",
        edits=text.with_value(_PATH, f"{PREFIX}LITELLM_MASTER_KEY") if written else (),
    )


def _holds(values: Mapping[str, object]) -> bool:
    general = values.get("general_settings")
    return isinstance(general, dict) and "master_key" in general
