import pytest

from quayside.app.command_line.arguments import read_arguments


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "compare needs a PROMPT; --mode overhead has one of its own"),
        ("--mode workload", "compare needs a PROMPT"),
        ("--mode overhead a b", "--mode overhead takes one PROMPT"),
        ("--mode overhead --nonce", "leave one of them out"),
        ("a --slo ttft=5", "under --concurrency: give that too"),
        ("a --sequential --concurrency 1,2", "leave out --sequential"),
        ("--open f a", "--open shows a record as it is: leave out PROMPT"),
        ("--open f --lane m --repeat 2", "leave out --lane, --repeat"),
        ("--open f --save g --rerun f", "leave out --rerun, --save"),
        ("--open f --demo --engine b", "leave out --demo, --engine"),
        ("--open f --self-test", "leave out --self-test"),
        ("--rerun f a --mode overhead", "--rerun asks what the record asked: leave out --mode"),
        ("--rerun f --order-seed 0", "leave out --order-seed"),
        ("--rerun f --concurrency 1 --slo e2e=1", "leave out --concurrency, --slo"),
    ],
)
def test_options_that_cannot_be_meant_together_say_which_to_leave_out(line, said, capsys):
    with pytest.raises(SystemExit) as caught:
        read_arguments(["compare", *line.split()])
    assert caught.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "line",
    [
        "a b c --lane sdk",
        "--mode overhead",
        "--mode overhead a",
        "a --concurrency 1,2 --slo ttft=5,tpot=5,e2e=5",
        "--open f --against g --html",
        "--rerun f --against g --save h --json --demo --engine b --model m --base u",
        "a --nonce --cold --self-test",
    ],
)
def test_options_that_can_be_meant_together_are_read(line):
    assert read_arguments(["compare", *line.split()]).command == "compare"


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("--repeat", "0", "a whole number from 1 is expected, not '0'"),
        ("--repeat", "½", "a whole number from 1"),
        ("--warm-up", "-1", "a whole number is expected"),
        ("--pause", "-0.1", "a number from 0"),
        ("--pause", "nan", "a number from 0"),
        ("--patience", "0", "a number above 0"),
        ("--patience", "inf", "a number from 0"),
        ("--margin", "wide", "a number from 0"),
        ("--concurrency", "1,0", "a whole number from 1 is expected, not '0'"),
        ("--concurrency", "2,2", "each level once is expected, not '2,2'"),
        ("--concurrency", "", "a whole number from 1"),
        ("--slo", "ttft", "a number from 0 is expected"),
        ("--slo", "speed=3", "ttft, tpot, e2e are expected"),
        ("--slo", "ttft=3,ttft=4", "each once with its milliseconds"),
        ("--mode", "slow", "invalid choice: 'slow'"),
    ],
)
def test_a_value_that_cannot_be_meant_says_what_is_expected(option, text, said, capsys):
    with pytest.raises(SystemExit) as caught:
        read_arguments(["compare", "a", f"{option}={text}"])
    assert caught.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_values_are_read_as_they_are_meant():
    line = "a --concurrency 1,2,8 --slo ttft=500,tpot=50.5 --warm-up 0 --margin 3 --html"
    given = read_arguments(["compare", *line.split()])
    assert given.concurrency == (1, 2, 8)
    assert given.slo == {"ttft": 500.0, "tpot": 50.5}
    assert (given.warm_up, given.margin, given.form) == (0, 3.0, "html")


def test_help_fits_80_columns_and_tells_lanes_modes_and_examples(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as caught:
        read_arguments(["compare", "--help"])
    assert caught.value.code == 0
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    for word in ("modes:", "lanes:", "examples:", "litellm", "--rerun FILE", "exit status: 0"):
        assert word in told
