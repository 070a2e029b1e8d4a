"""The proxy's `config.yaml`, where one is in effect, and the proxy that should have read it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from ..gateway.api import Alias, read_aliases
from ..gateway.config_yaml import ConfigError, GatewayConfig, ModelEntry, read_config
from ..gateway.lint.linter import lint
from ..gateway.lint.model import Finding as Found
from ..gateway.lint.model import Report, Severity
from ..gateway.lint.places import masked_text
from .model import MENDED, Evidence, Outcome, Status
from .outcomes import passed, without_login
from .site import Site, host_and_port
from .upstreams import INFORMATION

CONFIG_SETTING = "litellm_config"


async def config_file(site: Site) -> Outcome:
    """What LiteLLM trips over in the file, or passes by in silence."""
    report = await asyncio.to_thread(lint, file_of(site), site.environment)
    found = [one for one in report.findings if not _is_known_elsewhere(one, site)]
    told = [one for one in found if one.severity is not Severity.NOTE]
    errors = [one for one in told if one.severity is Severity.ERROR]
    rows = tuple(
        Evidence(one.where, " — ".join(filter(None, (one.text, one.effect)))) for one in found
    )
    if not told:
        models = ", ".join(report.models) or "no model"
        return passed(f"LiteLLM serves {models} from it", *rows)
    rows += _mended(report)
    first = (errors or told)[0]
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return Outcome(
        status=Status.FAIL if errors else Status.WARN,
        summary=f"{_place(first)}{first.text}{more}",
        evidence=rows,
        cause=first.effect,
        cure=first.cure,
        command=_command(first, report, site),
    )


def _mended(report: Report) -> tuple[Evidence, ...]:
    """The file as it should be; its keys stay where they are."""
    if report.mended is None:
        return ()
    return (Evidence(MENDED, masked_text(report.file, report.mended).rstrip()),)


def _place(found: Found) -> str:
    return f"line {found.line}: " if found.line else ""


def _command(first: Found, report: Report, site: Site) -> str:
    """A mended file is written by a command: what is shown of it is without its keys."""
    if report.mended is not None:
        return f"quayside config lint --write {quote(str(file_of(site)))}"
    return first.cure if first.cure.startswith("export ") else ""


def _is_known_elsewhere(found: Found, site: Site) -> bool:
    """The proxy may have its key from an environment of its own; then Quayside was given it."""
    proxy = site.subject.proxy
    absent = found.rule in ("no-master-key", "unset-master-key")
    return absent and proxy is not None and bool(proxy.key)


async def config_agreement(site: Site) -> Outcome:
    """Whether the running proxy serves what the file says."""
    try:
        config = await asyncio.to_thread(_read, site)
    except ConfigError as problem:
        return passed("the file cannot be compared", Evidence("file", str(problem)))
    answer = await site.api(site.proxy_address, site.proxy).get(INFORMATION)
    served = read_aliases(answer.json_object())
    if not served:
        return passed("this gateway does not tell what it serves")
    return _compared(site, config, served)


def file_of(site: Site) -> Path:
    """The `config.yaml` in effect; only checks that look at one are run, so that it is there."""
    return Path(site.subject.value_of(CONFIG_SETTING)).expanduser()


def _read(site: Site) -> GatewayConfig:
    return read_config(file_of(site), site.environment)


def _compared(site: Site, config: GatewayConfig, served: Sequence[Alias]) -> Outcome:
    names = {alias.name for alias in served}
    missing = [one for one in config.entries if one.model_name not in names]
    other = [one for one in config.entries if one.model_name in names and not _is(one, served)]
    rows = (
        Evidence("file", ", ".join(f"{one.model_name}" for one in config.entries) or "no model"),
        Evidence("proxy", ", ".join(dict.fromkeys(alias.name for alias in served))),
        *(_difference(one, served) for one in other),
    )
    if missing:
        listed = ", ".join(f"'{one.model_name}'" for one in missing)
        return _apart(site, f"the running proxy has no {listed}, which the file has", rows)
    if other:
        listed = ", ".join(f"'{one.model_name}'" for one in other)
        return _apart(site, f"the running proxy leads {listed} elsewhere than the file", rows)
    return passed("the running proxy serves what the file says", *rows)


def _apart(site: Site, summary: str, rows: tuple[Evidence, ...]) -> Outcome:
    file, port = quote(str(file_of(site))), host_and_port(site.proxy_address)[1]
    return Outcome(
        status=Status.WARN,
        summary=summary,
        evidence=rows,
        cause="it was started before the file was changed, with another file, or with another "
        "environment; an entry that LiteLLM cannot use it leaves out without a word",
        cure="Start the proxy again with this file.",
        command=f"litellm --config {file} --host 127.0.0.1 --port {port}",
    )


def _is(entry: ModelEntry, served: Sequence[Alias]) -> bool:
    return any(
        alias.name == entry.model_name
        and alias.provider_model == entry.provider_model
        and alias.api_base.rstrip("/") == entry.api_base.rstrip("/")
        for alias in served
    )


def _difference(entry: ModelEntry, served: Sequence[Alias]) -> Evidence:
    told = "; ".join(
        f"{alias.provider_model} at {alias.api_base or 'no base'}"
        for alias in served
        if alias.name == entry.model_name
    )
    wanted = f"{entry.provider_model} at {entry.api_base or 'no base'}"
    return Evidence(entry.model_name, without_login(f"file: {wanted}; proxy: {told}"))
