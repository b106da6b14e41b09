"""Experiments of the EMA workbench on a model: uncertainties times policies.

Needs the workbench: python -m pip install ema_workbench
"""

from pathlib import Path

import numpy as np
import slackwater as sw
from ema_workbench import ScalarOutcome, perform_experiments
from slackwater.adapters.ema import SlackwaterModel

path = Path(__file__).parents[1] / "models" / "slack_and_rework.sd"
model = sw.load(path)

# The workbench calls the model once for every experiment.
study = SlackwaterModel("slack", model)
study.outcomes = [
    ScalarOutcome("last_output", variable_name="output", function=lambda series: series[-1]),
    ScalarOutcome("mean_output", variable_name="output", function=np.mean),
]
experiments, outcomes = perform_experiments(study, scenarios=20, policies=2)

# Its table of experiments also goes into one ensemble, which is much faster.
names = [p.name for p in [*study.uncertainties, *study.levers]]
ensemble = model.run_matrix(experiments, names, save="output")
worst = np.abs(ensemble["output"][:, -1] - outcomes["last_output"]).max()
print(f"{len(experiments)} experiments of {len(names)} inputs, largest difference {worst:g}")
