import pytest

from quayside.app.core.wire.address import (
    AddressError,
    EngineAddress,
    parse_engine_base,
    parse_gateway_base,
)

HOST = "http://localhost:12434"
ENGINE_FORMS = [
    ("localhost:12434", "/engines/llama.cpp/v1", "llama.cpp", ""),
    ("http://localhost:12434", "/engines/llama.cpp/v1", "llama.cpp", ""),
    ("http://localhost:12434///", "/engines/llama.cpp/v1", "llama.cpp", ""),
    (" HTTP://LOCALHOST:12434/engines ", "/engines/llama.cpp/v1", "llama.cpp", ""),
    ("localhost:12434/engines/vllm", "/engines/vllm/v1", "vllm", ""),
    ("localhost:12434/engines/vllm/", "/engines/vllm/v1", "vllm", ""),
    ("localhost:12434//engines//vllm/v1/", "/engines/vllm/v1", "vllm", ""),
    ("localhost:12434/engines/vllm/v1/v1", "/engines/vllm/v1", "vllm", ""),
    ("localhost:12434/engines/custom-engine", "/engines/custom-engine/v1", "custom-engine", ""),
    ("localhost:12434/engines/vllm/v1/chat/completions", "/engines/vllm/v1", "vllm", ""),
    ("localhost:12434/engines/vllm/chat/completions", "/engines/vllm/v1", "vllm", ""),
    ("localhost:12434/engines/vllm/v1/models", "/engines/vllm/v1", "vllm", ""),
    ("localhost:12434/engines/v1", "/engines/v1", "", ""),
    ("localhost:12434/engines/v1/v1", "/engines/v1", "", ""),
    ("localhost:12434/engines/v1/chat/completions", "/engines/v1", "", ""),
    ("localhost:12434/v1/", "/v1", "", ""),
    ("localhost:12434/v1/chat/completions", "/v1", "", ""),
    ("localhost:12434/api", "/api/v1", "", "/api"),
    ("localhost:12434/api/v3", "/api/v3", "", "/api"),
    ("localhost:12434/v1beta/openai", "/v1beta/openai", "", "/v1beta"),
    ("localhost:12434/engines/a/b", "/engines/a/b/v1", "", "/engines/a/b"),
    (
        "localhost:12434/exp/vDD4.40",
        "/exp/vDD4.40/engines/llama.cpp/v1",
        "llama.cpp",
        "/exp/vDD4.40",
    ),
    ("localhost:12434/exp/vDD4.40/engines/v1", "/exp/vDD4.40/engines/v1", "", "/exp/vDD4.40"),
    (
        "localhost:12434/exp/vDD4.40/engines/mlx",
        "/exp/vDD4.40/engines/mlx/v1",
        "mlx",
        "/exp/vDD4.40",
    ),
]


@pytest.mark.parametrize(("given", "root", "engine", "prefix"), ENGINE_FORMS)
def test_every_form_of_an_engine_base_is_read(
    given: str, root: str, engine: str, prefix: str
) -> None:
    address = parse_engine_base(given)
    assert (address.origin, address.root) == (HOST, root)
    assert (address.engine, address.prefix, address.socket) == (engine, prefix, "")
    assert address.chat_url == f"{HOST}{root}/chat/completions"


@pytest.mark.parametrize("form", [form[0] for form in ENGINE_FORMS])
def test_the_canonical_forms_lead_to_the_same_place(form: str) -> None:
    address = parse_engine_base(form)
    for text in (address.api_base, address.litellm_base):
        again = parse_engine_base(text)
        assert (again.chat_url, again.engine) == (address.chat_url, address.engine)


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        (
            "http://model-runner.docker.internal/engines/llama.cpp",
            "http://model-runner.docker.internal",
        ),
        ("http://localhost:80", "http://localhost"),
        ("https://box:443/v1", "https://box"),
        ("https://box:12444", "https://box:12444"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("[::1]:12434", "http://[::1]:12434"),
        ("http://[0:0::1]:12434/v1", "http://[::1]:12434"),
        ("http://my_host:1", "http://my_host:1"),
        ("http://bücher:1", "http://xn--bcher-kva:1"),
    ],
)
def test_origins(given: str, origin: str) -> None:
    assert parse_engine_base(given).origin == origin


@pytest.mark.parametrize(
    ("given", "socket", "root"),
    [
        ("unix:///run/d.sock", "/run/d.sock", "/engines/llama.cpp/v1"),
        ("unix:/run/d.sock", "/run/d.sock", "/engines/llama.cpp/v1"),
        ("unix:///run/d.sock:/exp/vDD4.40", "/run/d.sock", "/exp/vDD4.40/engines/llama.cpp/v1"),
        (
            "unix:///run/d.sock:/exp/vDD4.40/engines/mlx",
            "/run/d.sock",
            "/exp/vDD4.40/engines/mlx/v1",
        ),
        ("unix:///run/d.sock/engines/v1", "/run/d.sock", "/engines/v1"),
        ("http+unix://%2Frun%2Fd.sock/engines/v1", "/run/d.sock", "/engines/v1"),
        ("http+unix://%2Frun%2Fd.sock", "/run/d.sock", "/engines/llama.cpp/v1"),
    ],
)
def test_unix_sockets(given: str, socket: str, root: str) -> None:
    address = parse_engine_base(given)
    assert (address.origin, address.socket, address.root) == ("http://localhost", socket, root)
    assert parse_engine_base(address.api_base).chat_url == address.chat_url
    assert parse_engine_base(address.api_base).socket == socket


@pytest.mark.parametrize(
    "given",
    [
        "",
        "   ",
        "ftp://localhost",
        "npipe:////./pipe/docker",
        "tcp://localhost:1",
        "http://",
        "http://:12434",
        "http://localhost:port",
        "http://localhost:99999",
        "http://localhost:0",
        "http://localhost:-1",
        "http://local host:1",
        "http://localhost:1/engines?x=1",
        "http://localhost:1/#engines",
        "http://localhost:1/../v1",
        "http://[::1",
        "http://::1",
        "http://[fe80::zz]:1",
        "http://-x:1",
        "localhost:12434\x00",
        "unix://",
        "unix://relative.sock",
        "unix:///run/",
        "http+unix://relative.sock",
        "http://%",
        "http://" + "ü" * 80,
    ],
)
@pytest.mark.parametrize("parse", [parse_engine_base, parse_gateway_base])
def test_what_is_no_base_is_refused_with_words(parse: object, given: str) -> None:
    with pytest.raises(AddressError) as refused:
        parse(given)  # type: ignore[operator]
    assert len(str(refused.value)) > 20


@pytest.mark.parametrize("given", ["http://user:pa55@localhost/v1", "sk-pa55@localhost:12434"])
def test_a_key_in_a_base_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(AddressError) as refused:
        parse_engine_base(given)
    assert "pa55" not in str(refused.value)
    assert "QUAYSIDE_KEY" in str(refused.value)


@pytest.mark.parametrize(
    ("given", "root"),
    [
        ("localhost:4000", "/v1"),
        ("http://localhost:4000/v1/", "/v1"),
        ("http://localhost:4000/v1/v1", "/v1"),
        ("http://localhost:4000/chat/completions", "/v1"),
        ("http://localhost:4000/v1/chat/completions", "/v1"),
        ("http://localhost:4000/litellm", "/litellm/v1"),
    ],
)
def test_gateway_bases(given: str, root: str) -> None:
    address = parse_gateway_base(given)
    assert address.chat_url == f"http://localhost:4000{root}/chat/completions"
    assert parse_gateway_base(address.api_base).root == root


def test_the_runners_own_routes_stand_beside_its_prefix() -> None:
    address = parse_engine_base("unix:///run/d.sock:/exp/vDD4.40")
    assert address.runner_url("/engines/status") == "http://localhost/exp/vDD4.40/engines/status"
    assert parse_engine_base(f"{HOST}/v1").runner_url("/models") == f"{HOST}/models"


def test_another_engine_of_the_same_runner() -> None:
    address = parse_engine_base("localhost:12434/exp/vDD4.40").with_engine("vllm")
    assert address.root == "/exp/vDD4.40/engines/vllm/v1"
    assert address.api_base == f"{HOST}/exp/vDD4.40/engines/vllm"
    chosen = address.with_engine("")
    assert (chosen.engine, chosen.root) == ("", "/exp/vDD4.40/engines/v1")


def test_what_litellm_must_be_given_ends_with_v1() -> None:
    address = parse_engine_base(f"{HOST}/engines/llama.cpp")
    assert address.api_base == f"{HOST}/engines/llama.cpp"
    assert address.litellm_base == f"{HOST}/engines/llama.cpp/v1"
    assert isinstance(address, EngineAddress)
