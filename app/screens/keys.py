"""The keys of the application and of its screens; those of a widget stand in the widget."""

from textual.binding import Binding, BindingType


def _key(key: str, action: str, text: str, name: str, tip: str, show: bool = False) -> Binding:
    # The composer's own text keys would win over these without priority.
    return Binding(key, action, text, id=name, tooltip=tip, show=show, priority=True)


def _plain(key: str, action: str, text: str, name: str, tip: str, show: bool = False) -> Binding:
    # Without priority: in a field, letters and digits are text.
    return Binding(key, action, text, id=name, tooltip=tip, show=show)


APP_KEYS: list[BindingType] = [
    _key("f1", "help", "Help", "app.help", "All keys, written from the bindings", True),
    _key("f2", "mode('chat')", "Chat", "app.chat", "Talk with the lanes"),
    _key("f3", "mode('compare')", "Compare", "app.compare", "Repeat a prompt and compare", True),
    _key("f4", "mode('diagnostics')", "Diagnose", "app.diagnostics", "Check every layer", True),
    _key("f5", "mode('runners')", "Runners", "app.runners", "Engines, models, memory", True),
    _key("f6", "mode('sessions')", "Sessions", "app.sessions", "Open what was kept", True),
    _key("ctrl+t", "themes", "Theme", "app.theme", "Choose a theme; it shows at once"),
    _key("ctrl+p", "command_palette", "Palette", "app.palette", "Find a command by its name", True),
    _key("ctrl+q", "quit", "Quit", "app.quit", "Stop all replies and leave"),
]

_RESEND_TIP = "Send the prompt on show again; the answers it has stay as a fork"
_EDIT_TIP = "Write the prompt on show anew; what was answered stays as a fork"
_TAB_TIP = "Complete /fork or @file; elsewhere, go to the next pane"
_EDITOR_TIP = "Write the prompt in the editor that VISUAL or EDITOR names"
_SYSTEM_TIP = "System prompt and parameters of the session, and presets of them"
_OWN_TIP = "System prompt and parameters of this lane alone"
_COPY_TIP = "Copy the turn as cURL, Python (OpenAI, LiteLLM) or a proxy's config.yaml"
_FORK_TIP = "Show what else was sent at this turn's place"

CHAT_KEYS: list[BindingType] = [
    Binding(
        "escape",
        "stop",
        "Stop",
        id="reply.stop",
        tooltip="Stop the focused lane's reply; from elsewhere, all replies",
    ),
    _key("ctrl+r", "resend", "Resend", "turn.resend", _RESEND_TIP),
    _key("ctrl+e", "edit", "Edit", "turn.edit", _EDIT_TIP),
    _plain("f", "fork", "Fork", "turn.fork", "Let the next prompt follow this turn"),
    _plain("[", "fork_on(-1)", "Fork before", "turn.fork-before", _FORK_TIP),
    _plain("]", "fork_on(1)", "Next fork", "turn.fork-next", _FORK_TIP),
    _plain("s", "instruct(True)", "System", "session.system", _SYSTEM_TIP),
    _plain("S", "instruct(False)", "Lane's own", "lane.system", _OWN_TIP),
    _plain("t", "tree", "Tree", "turn.tree", "All turns and forks of the session"),
    _plain("b", "beside", "Beside", "turn.beside", "Have another lane answer this turn too"),
    _plain("x", "copy_as", "Copy as", "turn.copy-as", _COPY_TIP),
    _key("f8", "editor", "Editor", "composer.editor", _EDITOR_TIP),
    _key("tab", "complete", "Complete", "command.complete", _TAB_TIP),
    _key("ctrl+n", "new_session", "New", "session.new", "Start a new session"),
    _key("ctrl+l", "add_lane", "Lane+", "lane.add", "Open another lane beside these", True),
    _key("ctrl+k", "change_lane", "Change lane", "lane.change", "Change the lane's model or base"),
    _key("ctrl+w", "remove_lane", "Close lane", "lane.remove", "Close the lane"),
    _key("ctrl+g", "expand", "Expand", "lane.expand", "Show one lane alone, and back"),
    _key("ctrl+b,f9", "sidebar", "Sidebar", "view.sidebar", "Show or hide runners and turns"),
    _key("ctrl+o", "jump", "Jump", "view.jump", "Show a key on every pane and jump there"),
]

COMPARE_VIEWS = (
    ("Figures", "Figures of all lanes, with intervals and verdicts"),
    ("Plots", "How the answers spread, and what differs"),
    ("Texts", "Two answers side by side"),
    ("Exchanges", "Every request; Enter opens one"),
    ("Wire", "What the way does to requests and answers"),
    ("Records", "Comparisons that were kept"),
)
_MODE_TIP = "Ask the other question: what the path costs, or what a user waits for"
_TWIN_TIP = "Body against that of the same turn by the other path, such as the proxy's"
_ORDER_TIP = "Ask lane by lane, for a runner that holds one model at a time, and back"
_SELF_TEST_TIP = "Hold the first lane against itself: how large is noise here?"

COMPARE_KEYS: list[BindingType] = [
    Binding(
        "escape",
        "stop",
        "Stop",
        id="compare.stop",
        tooltip="Stop the comparison that runs; what was measured stays",
    ),
    _plain("m,f7", "turn_mode", "Mode", "compare.mode", _MODE_TIP, True),
    _plain("a", "test_itself", "A/A", "compare.self-test", _SELF_TEST_TIP, True),
    _plain("v", "vote", "Vote", "compare.vote", "Vote blind on answers that differ", True),
    _plain("s", "save", "Save", "compare.save", "Save under a name, or in another form", True),
    _plain("r,f8", "run", "Run", "compare.run", "Run what the form says"),
    _plain("e", "edit", "Edit", "compare.edit", "Go to the prompt"),
    _plain("o", "turn_order", "Order", "compare.order", _ORDER_TIP),
    *(
        _plain(str(place + 1), f"view({place})", name, f"compare.{name.lower()}", tip)
        for place, (name, tip) in enumerate(COMPARE_VIEWS)
    ),
    _plain("left", "turn_view(-1)", "Left", "compare.left", "The view to the left"),
    _plain("right", "turn_view(1)", "Right", "compare.right", "The view to the right"),
]

_AGAIN_TIP = "Run this check again, with what it needs"
_EVIDENCE_TIP = "Copy what was seen, or the mended file where there is one"
_REPORT_TIP = "Copy all findings as Markdown, for an issue"

DIAGNOSTICS_KEYS: list[BindingType] = [
    Binding(
        "escape",
        "back",
        "Back",
        id="check.back",
        tooltip="From the evidence back to the checks",
        show=False,
    ),
    _plain("a", "apply", "Apply", "check.apply", "Make the change that is the cure here", True),
    _plain("o", "open", "Open", "check.open", "Open a lane to what was found", True),
    _plain("w", "keep", "Keep", "check.keep", "Keep what a cure has changed here"),
    _plain("c", "copy_command", "Copy", "check.copy", "Copy the cure's command", True),
    _plain("y", "copy_evidence", "Evidence", "check.evidence", _EVIDENCE_TIP),
    _plain("r", "check_one", "Again", "check.again", _AGAIN_TIP, True),
    _plain("f", "faults", "Faults", "check.faults", "Show faults alone, and back"),
    _plain("m", "report", "Report", "check.report", _REPORT_TIP, True),
    _plain("l", "lane", "Lane", "check.lane", "Look at another lane of the same path"),
    _plain("R", "check", "All again", "check.all", "Run all checks again"),
    _plain("d", "deep", "Deep", "check.deep", "Run all, and ask each lane for one token"),
]

SESSION_KEYS: list[BindingType] = [
    Binding(
        "escape",
        "back",
        "Back",
        id="sessions.back",
        tooltip="Leave the search; from the list, back to the chat",
        show=False,
    ),
    _key("/", "search", "Search", "sessions.search", "Search as you type", True),
    _key("enter", "to_found", "List", "sessions.found", "From the search to what it found"),
    _plain("n", "new_session", "New", "sessions.new", "Start a new session", True),
    _plain("e", "rename", "Rename", "sessions.rename", "Give the session a title", True),
    _plain("p", "pin", "Pin", "sessions.pin", "Keep the session at the top, and back", True),
    _plain("t", "tags", "Tags", "sessions.tags", "Change the session's tags", True),
    _plain("a", "archive", "Archive", "sessions.archive", "Put it away, and back", True),
    _plain("d", "delete", "Delete", "sessions.delete", "Delete the session; u undoes it", True),
    _plain("u", "undo", "Undo", "sessions.undo", "Bring back what was deleted last"),
    _plain("f", "filter", "Filter", "sessions.filter", "By model, engine, path or tag", True),
    _plain("x", "export", "Export", "sessions.export", "As Markdown, HTML or JSON, to a file"),
    _plain("i", "import", "Import", "sessions.import", "Chats of ChatGPT, Open WebUI, llm or JSON"),
    _plain("o", "order", "Order", "sessions.order", "By last use, beginning or title"),
]

RUNNER_KEYS: list[BindingType] = [
    _plain("p", "pull", "Pull", "runner.pull", "Fetch a model; an interrupted pull goes on", True),
    _plain("l", "load", "Load", "runner.load", "Bring the model into memory", True),
    _plain("u", "unload", "Unload", "runner.unload", "Take the model out of memory", True),
    _plain("c", "configure", "Configure", "runner.configure", "Context, keep-alive, flags", True),
    _plain("i", "inspect", "Inspect", "runner.inspect", "All that the model's file says", True),
    _plain("o", "open_lane", "Lane", "runner.lane", "Open a lane with the model", True),
    _plain("d", "remove", "Remove", "runner.remove", "Remove the model from the disk", True),
    _plain("v", "requests", "Requests", "runner.requests", "What the runner receives, live"),
    _plain("L", "log", "Log", "runner.log", "The runner's log, followed"),
    _plain("U", "unload_all", "Unload all", "runner.unload-all", "Take all out of memory"),
    _plain("escape", "cancel_pull", "Stop", "runner.stop-pull", "Stop the pull begun last"),
    _plain("r", "look", "Again", "runner.again", "Search for runners and look again"),
]

FOLLOWING_KEYS: list[BindingType] = [
    _plain("escape", "back", "Back", "following.back", "Leave the filter; then the screen"),
    _key("/", "search", "Filter", "following.filter", "Show what holds these words alone", True),
    _key("enter", "to_found", "List", "following.found", "From the filter to what it lets through"),
]

REQUEST_KEYS: list[BindingType] = [
    _plain("m", "mark", "Mark", "request.mark", "Mark it, to hold another against it", True),
    _plain("t", "twin", "Twin", "request.twin", _TWIN_TIP, True),
    _plain("d", "difference", "Differs", "request.difference", "Body against the marked one", True),
]
