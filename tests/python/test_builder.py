"""Models built from Python are read and checked like any other."""

from __future__ import annotations

import numpy as np
import pytest
import slackwater as sw


def teacup() -> sw.ModelBuilder:
    return (
        sw.ModelBuilder("Teacup", 'A cup of "tea" cools.')
        .time("minute", 0, 30, step=1 / 8, save=1)
        .section("Tea")
        .unit("degree", "degree Celsius", synonyms=["degrees"])
        .lever("room_temperature", 21, "degree", range=(0, 40), documentation="Of the room.")
        .parameter("cooling_time", 10, "minute", distribution="uniform(5, 20)", source="assumed")
        .stock("tea_temperature", 82, "degree", outflows=["cooling"])
        .flow("cooling", "(tea_temperature - room_temperature)\n/ cooling_time", "degree/minute")
        .indicator("warmth", "tea_temperature - room_temperature", "degree", better="up")
        .check("tea_temperature >= 0")
    )


def test_built_model_is_the_shipped_one(root) -> None:  # type: ignore[no-untyped-def]
    shipped = sw.load(root / "models" / "teacup.sd").run()
    built = teacup().build()
    assert built.run()["tea_temperature"].tobytes() == shipped["tea_temperature"].tobytes()
    assert built.documentation == 'A cup of "tea" cools.'
    assert built.variables["room_temperature"].documentation == "Of the room."
    assert built.variables["cooling_time"].source == "assumed"
    assert built.variables["cooling_time"].distribution == "uniform(5, 20)"
    assert built.variables["warmth"].better == "up"
    assert built.sections == ["Tea"]


def test_arrays_lookups_data_and_functions() -> None:
    builder = (
        sw.ModelBuilder()
        .time("week", 0, 2, step=1, method="euler")
        .unit("item")
        .unit("quarter", definition="13 week")
        .dimension("kind", ["a", "b"])
        .dimension("crew", ["x", "y", "z"], maps_to={"kind": {"x": "a", "y": "a", "z": "b"}})
        .constant("weight[kind]", {"a": 1, "b": 2.5}, "1")
        .parameter("rate[kind]", {"a": 0.5, "b": "1 / 4"}, "1/week")
        .stock("pile[kind]", {"a": 8, "b": 16}, "item", outflows=["drain"])
        .flow("drain[kind]", "rate[kind] * pile[kind]", "item/week")
        .aux("share[crew]", "weight[kind] / 2", "1")
        .lookup("effect", [(0, 0), (10, 1)], "1", argument="load", argument_unit="item")
        .aux("pressure", "effect(pile[a])", "1")
        .data("demand", "demand.csv", "item", column="new items", mode="step")
        .function("twice", {"x": "item"}, "2 * x", "item")
        .indicator("double_demand", "twice(demand)", "item")
    )
    model = builder.build(files={"demand.csv": "time,new items\n0,3\n2,5\n"})
    run = model.run()
    assert run["pile"].tolist() == [[8, 4, 2], [16, 12, 9]]
    assert run["share"][:, 0].tolist() == [0.5, 0.5, 1.25]
    np.testing.assert_allclose(run["pressure"], [0.8, 0.4, 0.2], rtol=1e-15)
    assert run["double_demand"].tolist() == [6, 6, 10]


def test_messages_point_into_the_text() -> None:
    builder = teacup().flow("leak", "tea_temprature / cooling_time", "degree/minute")
    with pytest.raises(sw.ModelError) as caught:
        builder.build("tea in Python")
    (diagnostic,) = (d for d in caught.value.diagnostics if d.severity == "error")
    assert (diagnostic.code, diagnostic.file) == ("E0204", "tea in Python")
    assert diagnostic.hint.startswith("did you mean 'tea_temperature'")
    line = builder.text.splitlines()[diagnostic.line - 1]
    assert line[diagnostic.column - 1 :].startswith("tea_temprature")


def test_wrong_arguments_are_told_at_once() -> None:
    with pytest.raises(TypeError, match=r"outflows=\['cooling'\]"):
        sw.ModelBuilder().stock("tea", 82, outflows="cooling")
    with pytest.raises(TypeError, match="a number is needed here"):
        sw.ModelBuilder().time("week", 0, "ten", step=1)  # type: ignore[arg-type]


def test_text_is_nearly_formatted_and_repr_counts() -> None:
    builder = teacup()
    assert repr(builder) == "<ModelBuilder: 10 declarations>"
    assert sw.format_text(builder.text).split() == builder.text.split()
