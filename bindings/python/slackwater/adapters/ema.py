"""A Slackwater model as a model of the EMA workbench."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Model
from ..optional import require
from .inputs import uncertain_inputs

_parameters = require("ema_workbench.em_framework.parameters", "slackwater.adapters.ema")
_framework = require("ema_workbench.em_framework.model", "slackwater.adapters.ema")


class SlackwaterModel(_framework.SingleReplication):  # type: ignore[misc, name-defined]
    """What the workbench runs: uncertainties and levers from the model, outcomes as you set them.

    `uncertainties` and `levers` can be replaced. `outcomes` are yours: a `ScalarOutcome` or
    `TimeSeriesOutcome` whose ``variable_name`` is a variable of the model; each gets the series.

    Parameters
    ----------
    name : str
        Letters and digits only, as the workbench demands.
    model : Model
        Distributions and ranges become bounds.
    uncertainties, levers : sequence of str, optional
        Names; by default the parameters with a distribution (where none has one, those with a
        range), and the levers with a range.
        The workbench samples them evenly between their ends, so each needs two finite ends.
    settings : dict, optional
        What `Model.run` takes as keywords, for every run.
    """

    def __init__(
        self,
        name: str,
        model: Model,
        uncertainties: Iterable[str] | None = None,
        levers: Iterable[str] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(name)
        if levers is None:
            chosen = model.variables.of_kind("lever").values()
            levers = [v.name for v in chosen if v.low is not None and v.high is not None]
        self.model = model
        self.settings = dict(settings or {})
        self.uncertainties = _bounded(model, uncertainties)
        self.levers = _bounded(model, levers)

    def run_experiment(self, experiment: Mapping[str, Any]) -> dict[str, Any]:
        """The series of every variable that an outcome reads; a run that fails raises `RunError`."""
        names = list(self.output_variables)
        inputs = {name: float(value) for name, value in experiment.items()}
        bases = list(dict.fromkeys(name.partition("[")[0] for name in names))
        run = self.model.run(set=inputs, save=bases, **self.settings)
        run.raise_for_status()
        return {name: run[name] for name in names}


def _bounded(model: Model, names: Iterable[str] | None) -> list[Any]:
    out = []
    for each in uncertain_inputs(model, names):
        low, high = each.ends
        if not (math.isfinite(low) and math.isfinite(high)):
            raise ValueError(
                f"{each.name!r} has no two ends, and the workbench needs them; "
                "give it a range, or name the others"
            )
        identifier = re.sub(r"\W+", "_", each.name).strip("_")
        out.append(_parameters.RealParameter(identifier, low, high, variable_name=each.name))
    return out
