import io
import json
import sys
from contextlib import asynccontextmanager

import pytest
from jsonschema import validate

from kit.foreign_chats import chatgpt_chat, open_webui_chat, write_list
from kit.staged import a_console
from quayside.app.command_line.arguments import read_arguments
from quayside.app.command_line.documents import schema
from quayside.app.command_line.problems import UsageError
from quayside.app.command_line.sessions import Archive, serve
from quayside.app.core.sessions.store import open_store


class Desk:
    """A store at which commands are given; what they say is read from here."""

    def __init__(self, store, folder):
        self.store, self.folder, self.status = store, folder, 0

    async def give(self, *words):
        out, err = io.StringIO(), io.StringIO()
        arguments = read_arguments(["sessions", *map(str, words)])
        self.status = await serve(Archive(self.store, arguments, a_console(out, err)))
        return out.getvalue(), err.getvalue()

    async def document(self, *words):
        return json.loads((await self.give(*words, "--json"))[0])

    async def an_id(self, number=0):
        listed = await self.document("list")
        validate(listed, schema("session-list"))
        return listed["sessions"][number]["id"]


@asynccontextmanager
async def desk(folder, *chats):
    store = await open_store(folder / "store")
    try:
        at = Desk(store, folder)
        if chats:
            await at.give("import", write_list(folder / "chats.json", list(chats)))
        yield at
    finally:
        await store.close()


async def test_chats_are_imported_and_each_broken_one_is_told_with_line_and_reason(tmp_path):
    async with desk(tmp_path) as at:
        torn = '{"title": "Torn", "mapping": {"a": [1, 2,]}}'
        file = write_list(tmp_path / "c.json", [chatgpt_chat(0), torn, open_webui_chat(2)])
        _, said = await at.give("import", file)
        assert at.status == 3
        assert f"✗ {file}, line 3 (Torn): " in said
        assert "2 imported, 1 malformed" in said
        document = await at.document("import", file)
        validate(document, schema("import"))
        assert document["files"][0]["kept_already"] == 2


async def test_the_list_and_the_search_tell_ids_that_the_other_commands_take(tmp_path):
    async with desk(tmp_path, chatgpt_chat(0), open_webui_chat(2)) as at:
        head, *rows = (await at.give("list"))[0].splitlines()
        assert head.split() == ["id", "last", "used", "turns", "title", "models"]
        assert len(rows) == 2
        found = await at.document("search", "chat", "2")
        validate(found, schema("session-list"))
        assert [one["title"] for one in found["sessions"]] == ["Chat 2"]
        short = (await at.give("search", "question 1 of chat 2"))[0].splitlines()[1].split()[0]
        assert "> question 0 of chat 2" in (await at.give("show", short))[0]


async def test_an_id_that_is_none_or_that_several_have_is_refused(tmp_path):
    async with desk(tmp_path, *map(chatgpt_chat, (0, 2, 3, 4, 5, 6, 7, 8))) as at:
        with pytest.raises(UsageError, match="there is no session 'zzz'"):
            await at.give("show", "zzz")
        with pytest.raises(UsageError, match="8 sessions begin with ''"):
            await at.give("show", "")


@pytest.mark.parametrize(("form", "opening"), [("md", "# Chat 0"), ("html", "<!doctype html>")])
async def test_a_session_is_written_to_a_file_that_is_not_written_over(tmp_path, form, opening):
    async with desk(tmp_path, chatgpt_chat(0)) as at:
        file = tmp_path / f"out.{form}"
        export = ("export", await at.an_id(), "--format", form, "--output", file)
        await at.give(*export)
        assert file.read_text().startswith(opening)
        assert file.stat().st_mode & 0o777 == 0o600
        with pytest.raises(UsageError, match="--force writes over it"):
            await at.give(*export)
        await at.give(*export, "--force")


async def test_all_of_them_leave_in_one_document_and_come_back_elsewhere(tmp_path):
    async with desk(tmp_path, chatgpt_chat(0), chatgpt_chat(1)) as at:
        file = tmp_path / "all.json"
        await at.give("export", "--all", "--format", "json", "--output", file)
        validate(json.loads(file.read_text()), schema("sessions"))
        said, _ = await at.give("export", "--all", "--format", "json")
        assert said == file.read_text()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with desk(elsewhere) as at:
        assert "2 imported" in (await at.give("import", file))[1]


async def test_several_go_into_a_folder_by_their_titles_and_none_hides_another(tmp_path):
    first, second = chatgpt_chat(0), chatgpt_chat(2)
    second["title"] = first["title"] = "../Same: name"
    async with desk(tmp_path, first, second) as at:
        await at.give("export", "--all", "--output", tmp_path / "out")
        names = sorted(one.name for one in (tmp_path / "out").iterdir())
        assert len(names) == 2
        assert all(name.startswith("same-name") for name in names)
        with pytest.raises(UsageError, match="several sessions need --output"):
            await at.give("export", "--all")
        with pytest.raises(UsageError, match="name the sessions"):
            await at.give("export")


async def test_a_session_is_deleted_only_with_a_yes_and_lies_in_the_bin(tmp_path, monkeypatch):
    async with desk(tmp_path, chatgpt_chat(0)) as at:
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        identity = await at.an_id()
        with pytest.raises(UsageError, match="--yes"):
            await at.give("delete", identity)
        assert "1 in the bin for a week: Chat 0" in (await at.give("delete", identity, "--yes"))[1]
        assert await at.give("list") == ("", "no sessions\n")
        assert await at.store.restore([identity]) == 1


async def test_a_file_that_is_not_there_is_told_and_the_others_come(tmp_path):
    async with desk(tmp_path) as at:
        there = write_list(tmp_path / "there.json", [chatgpt_chat(0)])
        out, said = await at.give("import", tmp_path / "absent.json", there, "--json")
        assert at.status == 1
        assert "No such file" in said
        assert "  cure    Give the file's whole path" in said
        (file,) = json.loads(out)["files"]
        assert (file["file"], file["imported"]) == (str(there), 1)


@pytest.mark.parametrize(
    ("filter", "titles"),
    [
        (("--model", "gpt-4o"), ["Chat 2"]),
        (("--tag", "harbour"), ["Chat 0"]),
        (("--pinned",), ["Chat 0"]),
        (("--archived",), ["Chat 1"]),
        (("--path", "proxy"), []),
        (("--engine", "vllm"), []),
        (("--order", "title"), ["Chat 0", "Chat 2"]),
        (("--limit", "1"), ["Chat 0"]),
    ],
)
async def test_the_list_and_the_search_take_the_filters_of_the_screen(tmp_path, filter, titles):
    chats = open_webui_chat(0), chatgpt_chat(1), chatgpt_chat(2)
    async with desk(tmp_path, *chats) as at:
        listed = await at.document("list", *filter)
        assert [one["title"] for one in listed["sessions"]] == titles
        # A search has an order of its own.
        if not {"--order", "--limit"} & {*filter}:
            found = await at.document("search", "question", *filter)
            assert [one["title"] for one in found["sessions"]] == titles


async def test_the_files_name_says_the_form_where_nothing_else_does(tmp_path):
    async with desk(tmp_path, chatgpt_chat(0)) as at:
        await at.give("export", await at.an_id(), "--output", tmp_path / "a.html")
        assert (tmp_path / "a.html").read_text().startswith("<!doctype html>")
        await at.give("export", await at.an_id(), "--format", "md", "--output", tmp_path / "b.json")
        assert (tmp_path / "b.json").read_text().startswith("# Chat 0")
        await at.give("export", await at.an_id(), "--output", f"{tmp_path}/new/")
        assert (tmp_path / "new" / "chat-0.md").exists()


async def test_where_one_file_is_in_the_way_none_is_written(tmp_path):
    async with desk(tmp_path, chatgpt_chat(0), chatgpt_chat(2)) as at:
        out = tmp_path / "out"
        out.mkdir()
        (out / "chat-0.md").write_text("mine")
        with pytest.raises(UsageError, match="md is there already"):
            await at.give("export", "--all", "--output", out)
        assert [one.name for one in out.iterdir()] == ["chat-0.md"]
        assert (out / "chat-0.md").read_text() == "mine"


async def test_a_place_that_cannot_be_written_is_told_with_a_cure(tmp_path):
    async with desk(tmp_path, chatgpt_chat(0)) as at:
        (tmp_path / "file").write_text("")
        _, said = await at.give("export", await at.an_id(), "--output", tmp_path / "file" / "a.md")
        assert at.status == 1
        assert "was not written" in said
        assert "Choose another place" in said


async def test_a_session_that_is_named_twice_is_exported_once(tmp_path):
    async with desk(tmp_path, chatgpt_chat(0)) as at:
        identity = await at.an_id()
        said, _ = await at.give("export", identity, identity[:6], "--format", "json")
        assert len(json.loads(said)["sessions"]) == 1


async def test_it_works_beside_another_quayside_that_has_the_sessions_open(tmp_path):
    async with desk(tmp_path) as at, desk(tmp_path) as beside:
        await beside.give("import", write_list(tmp_path / "c.json", [chatgpt_chat(0)]))
        assert "Chat 0" in (await at.give("list"))[0]
        await at.give("delete", await at.an_id(), "--yes")
        assert await beside.give("list") == ("", "no sessions\n")
