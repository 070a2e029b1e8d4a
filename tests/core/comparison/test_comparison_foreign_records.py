import copy
import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from kit.records import a_record
from quayside.app.core.comparison.analysis import analyse
from quayside.app.core.comparison.document import RecordError, document, read_record
from quayside.app.core.comparison.export.csv_table import as_csv
from quayside.app.core.comparison.export.html import as_html
from quayside.app.core.comparison.export.markdown import as_markdown
from quayside.app.core.comparison.history import history
from quayside.app.core.comparison.report.build import report_of

ORIGINAL = a_record(rounds=6)
WHOLE = document(ORIGINAL, analyse(ORIGINAL.plan, ORIGINAL.samples, ORIGINAL.received))
numbers = st.sampled_from([0, -1, 1, 2, 10**6, 2**63, 1e-300, 1e300, -5.5])
values = st.none() | st.booleans() | numbers | st.text(max_size=8) | st.just([]) | st.just({})


def leaves(value, path=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inner:
        yield (*path, name)
        if isinstance(one, dict | list):
            yield from leaves(one, (*path, name))


PLACES = [path for path in leaves(WHOLE) if path[0] != "derived"]


@given(st.lists(st.tuples(st.sampled_from(PLACES), values), min_size=1, max_size=4))
def test_a_record_that_someone_changed_is_shown_or_refused_and_breaks_nothing(changes):
    changed = copy.deepcopy(WHOLE)
    for path, value in changes:
        with suppress(KeyError, IndexError, TypeError):
            place = changed
            for name in path[:-1]:
                place = place[name]
            place[path[-1]] = value
    try:
        record = read_record(json.dumps(changed))
    except RecordError:
        return
    analysis = analyse(record.plan, record.samples, record.received)
    past = history(record, ORIGINAL)
    as_markdown(report_of(record, analysis, past))
    as_html(record, analysis, past)
    as_csv(record)
    document(record, analysis)
