"""The state in which a model rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from . import drawing
from .names import split_element, unknown
from .optional import require

if TYPE_CHECKING:
    import pandas

    from .tables import Floats


class Equilibrium(Mapping[str, float]):
    """A rest state: a mapping from stocks and indicators to their values there.

    ``rest["backlog"]`` is a number in the stock's unit; an element of an array has its full name,
    ``rest["obstacle[policy,team]"]``. Made by `Model.equilibrium` and `Scenario.equilibrium`.
    """

    def __init__(self, found: Mapping[str, Any], title: str) -> None:
        self._found = dict(found)
        self._values = {
            value["name"]: value for value in (*self._found["stocks"], *self._found["indicators"])
        }
        self.title = title

    def __getitem__(self, name: str) -> float:
        base, labels = split_element(name)
        value = self._values.get(f"{base}[{','.join(labels)}]" if labels else base)
        if value is None:
            raise unknown("stock or indicator", name, self._values)
        return float(value["rest"])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    # As of runs, == stays a question of identity.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def of(self) -> str:
        """Whose rest state it is, such as ``"policy status_quo"``."""
        return str(self._found["of"])

    @property
    def time_unit(self) -> str:
        """The unit of times and rates, such as ``"week"``."""
        return str(self._found["time_unit"])

    @property
    def start(self) -> dict[str, float]:
        """Where the search began: the values at the start of the run."""
        return {name: float(value["start"]) for name, value in self._values.items()}

    @property
    def stocks(self) -> tuple[str, ...]:
        """The names of the stocks, element by element."""
        return tuple(stock["name"] for stock in self._found["stocks"])

    @property
    def indicators(self) -> tuple[str, ...]:
        """The names of the indicators, element by element."""
        return tuple(value["name"] for value in self._found["indicators"])

    @property
    def counters(self) -> tuple[str, ...]:
        """Stocks that go on counting and keep their start value: no flow reads them."""
        return tuple(stock["name"] for stock in self._found["stocks"] if stock["counts"])

    @property
    def stability(self) -> str:
        """What small disturbances do: stable, neutral or unstable."""
        return str(self._found["stability"])

    @property
    def residual(self) -> float:
        """The largest net flow of a stock at rest as a share of it, per `time_unit`."""
        return float(self._found["residual"])

    @property
    def iterations(self) -> int:
        """Steps that the search took."""
        return int(self._found["iterations"])

    @property
    def eigenvalues(self) -> np.ndarray[Any, np.dtype[np.complex128]]:
        """Of the linear system near the rest, in order of falling real part, 1 / `time_unit`."""
        return np.asarray(self._found["eigenvalues"], dtype=complex)

    @property
    def return_times(self) -> Floats:
        """Times in which disturbances change e-fold, slowest first, in `time_unit`."""
        return np.asarray(self._found["return_times"], dtype=float)

    @property
    def free_directions(self) -> int:
        """Directions in which the rest is not isolated: see `totals` and `undetermined`."""
        return int(self._found["free_directions"])

    @property
    def totals(self) -> list[tuple[dict[str, float], float]]:
        """Weighted sums of stocks that no flow changes: the weights, and the value."""
        return [(dict(weights), float(value)) for weights, value in self._found["totals"]]

    @property
    def undetermined(self) -> tuple[str, ...]:
        """Stocks whose rest depends on the way there, those that differ most first."""
        return tuple(self._found["undetermined"])

    def to_pandas(self) -> pandas.DataFrame:
        """A frame with one row per stock: unit, start, rest, rate, counts."""
        pd = require("pandas", "to_pandas()")
        columns = ["unit", "start", "rest", "rate", "counts"]
        return pd.DataFrame(self._found["stocks"], columns=["name", *columns]).set_index("name")

    def __repr__(self) -> str:
        return f"<Equilibrium of {self.title!r}, {self.of}: {self._summary()}>"

    def _summary(self) -> str:
        times = self.return_times
        slowest = f", slowest e-fold in {times[0]:.4g} {self.time_unit}" if len(times) else ""
        return f"{len(self.stocks)} stocks, {self.stability}{slowest}"

    def _repr_html_(self) -> str:
        rows = [
            (value["name"], f"{value['start']:.6g}", f"{value['rest']:.6g}", value["unit"])
            for value in self._values.values()
        ]
        head = ("stock or indicator", "start", "at rest", "unit")
        return drawing.heading(self.title, f"at rest: {self.of}; {self._summary()}") + (
            drawing.table(head, rows)
        )
