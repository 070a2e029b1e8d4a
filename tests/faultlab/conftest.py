from pathlib import Path

import pytest

from kit.lab_stage import certificates


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(autouse=True)
def one_try_with_certificates(
    monkeypatch: pytest.MonkeyPatch, certificate: dict[str, Path]
) -> None:
    monkeypatch.setattr("quayside.app.core.runner.pulling.PAUSES", ())
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate["bundle"]))
