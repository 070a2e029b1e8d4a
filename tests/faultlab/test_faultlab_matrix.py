from kit.asking import WAYS
from kit.fault_matrix import FILE, fault_matrix
from kit.lab_case import ALL, WAITS, cells
from kit.lab_cases import LAB_CASES
from kit.lab_words import SAID


def test_the_document_tells_what_is_proven() -> None:
    assert FILE.read_text("utf-8") == fault_matrix()


def test_no_case_is_told_twice_and_none_is_left_out() -> None:
    names = [case.name for case in LAB_CASES]
    assert len(set(names)) == len(names)
    assert len(cells(LAB_CASES)) == len(names) * len(WAYS)


def test_each_kind_that_is_told_has_its_words_and_no_other_has() -> None:
    kinds = {case.told(way) for case, way in cells(LAB_CASES)}
    assert kinds - {ALL, WAITS} == set(SAID)
