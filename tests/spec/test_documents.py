import pytest

from fastapi_backend_builder.errors import UsageError
from fastapi_backend_builder.spec.documents import MAX_SIZE, Number, Value, read_document


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [true, null, "x", {}]}', {"a": [True, None, "x", {}]}),
        ('\ufeff {"a": 0.10}', {"a": Number("0.10")}),
        ("a:\n  - true\n  - null\n  - x\n  - {}", {"a": [True, None, "x", {}]}),
        ("\ufeffa: 0.10", {"a": Number("0.10")}),
        ("a: 12345678901234567890123", {"a": Number("12345678901234567890123")}),
        ("a: [no, on, off, yes, n, y]", {"a": ["no", "on", "off", "yes", "n", "y"]}),
        ("a: [12:30, 2026-01-31, 1_000]", {"a": ["12:30", "2026-01-31", "1_000"]}),
        ("a: [0x1F, .inf]", {"a": ["0x1F", ".inf"]}),
        ("no: 1", {"no": Number("1")}),
        ("a: '5'\nb: \"true\"\nc: ''", {"a": "5", "b": "true", "c": ""}),
        ("<<: {a: 1}", {"<<": {"a": Number("1")}}),
        ("", None),
        ("# nothing", None),
        ("---\na: |\n  x\n  y\n...\n", {"a": "x\ny\n"}),
    ],
)
def test_it_is_plain_values(text: str, value: Value) -> None:
    assert read_document(text.encode()) == value


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"a": 1, "a": 2}', "the key 'a' is given twice"),
        (b"a: 1\nb: 2\na: 3", "the key 'a' is given twice in line 3"),
        (b'{"a": {"b": 1, "b": 1}}', "the key 'b' is given twice"),
        (b"a: 1\n---\nb: 1", "2 documents in one"),
        (b"a: &x 1\nb: *x", "an anchor or alias in line 1"),
        (b"a: *x", "an anchor or alias in line 1"),
        (b"&x a: 1", "an anchor or alias in line 1"),
        (b"a: !!int 1", "a tag in line 1"),
        (b"a: !!python/object:os.system x", "a tag in line 1"),
        (b"? [a]\n: 1", "a key is no text in line 1"),
        (b"a: [1", "no YAML: while parsing a flow sequence"),
        (b"a:\n\t- b", "no YAML: while scanning for the next token found character"),
        (b"a: \x00", "no YAML: unacceptable character #x0000"),
        (b"{a: 1}", "no JSON: Expecting property name"),
        (b'{"a": NaN}', "NaN is no number in JSON"),
        (b'{"a": ' + b"[" * 100_000, "too many levels"),
        (b"a: " + b"[" * 1000 + b"]" * 1000, "too many levels"),
        (b"a: \xff", "no UTF-8"),
        (b" " * (MAX_SIZE + 1), f"more than {MAX_SIZE} bytes"),
    ],
)
def test_what_is_no_such_document_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_document(content)
    assert caught.value.message.startswith(problem)
    assert caught.value.hint
