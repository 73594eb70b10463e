"""What a map may send."""

import json

import pytest

from geo.errors import InputError
from geo.planning.strokes import Assign, Bind, Own, TakeBack, read_envelope

CID = "0123456789abcdef"


def sent(*ops, cid=CID, base=1, **more):
    return json.dumps({"cid": cid, "base": base, "ops": ops, **more}).encode()


def test_every_kind_of_operation_is_read():
    read = read_envelope(
        sent(
            {"kind": "assign", "n": 1, "to": -1, "areas": [3, 4], "from": [1, 2]},
            {"kind": "undo", "n": 2, "of": {"n": 1}},
            {"kind": "redo", "n": 3, "of": 7},
            {"kind": "bind", "n": 4, "key": "Bakkerij {{7*7}}", "to": None},
        )
    )
    assert read.ops == [
        Assign(kind="assign", n=1, to=-1, areas=[3, 4], **{"from": [1, 2]}),
        TakeBack(kind="undo", n=2, of=Own(n=1)),
        TakeBack(kind="redo", n=3, of=7),
        Bind(kind="bind", n=4, key="Bakkerij {{7*7}}", to=None),
    ]


def test_an_operation_says_on_which_version_it_was_made_where_it_knows():
    older, newer = {"kind": "bind", "n": 1, "key": "a", "to": 1}, {"kind": "undo", "n": 2, "of": 3, "base": 4}
    assert [op.base for op in read_envelope(sent(older, newer)).ops] == [None, 4]


ASSIGN = {"kind": "assign", "n": 1, "to": 1, "areas": [3], "from": [1]}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "body"),
        (b"[]", "body"),
        (sent(cid="../../etc"), "cid"),
        (sent(base=0), "base"),
        (sent(base="1"), "base"),
        (sent(viewer="manager"), "viewer"),
        (sent({**ASSIGN, "kind": "delete"}), "ops.0"),
        (sent({**ASSIGN, "n": 0}), "ops.0.assign.n"),
        (sent({**ASSIGN, "to": -2}), "ops.0.assign.to"),
        (sent({**ASSIGN, "areas": []}), "ops.0.assign.areas"),
        (sent({**ASSIGN, "areas": [-1]}), "ops.0.assign.areas"),
        (sent({**ASSIGN, "areas": [1.5]}), "ops.0.assign.areas"),
        (sent({**ASSIGN, "from": None}), "ops.0.assign.from"),
        (sent({**ASSIGN, "base": 0}), "ops.0.assign.base"),
        (sent({"kind": "undo", "n": 1, "of": "x"}), "ops.0.undo.of"),
        (sent({"kind": "bind", "n": 1, "key": "", "to": 1}), "ops.0.bind.key"),
    ],
)
def test_what_a_map_does_not_send_is_refused_and_the_place_named(body, said):
    with pytest.raises(InputError, match=said.replace(".", r"\.")):
        read_envelope(body)
