"""Sobol' indices of a model with SALib, beside the closed form.

Needs SALib: python -m pip install SALib
"""

from pathlib import Path

import slackwater as sw
from SALib.analyze import sobol as analysis
from SALib.sample import sobol
from slackwater.adapters import salib

model = sw.load(Path(__file__).with_name("ishigami.sd"))
problem = salib.problem(model)
matrix = sobol.sample(problem, 4096, calc_second_order=False, seed=1)
ensemble = model.run_matrix(matrix, problem["names"], save="y")
found = analysis.analyze(problem, salib.outputs(ensemble, "y"), calc_second_order=False, seed=1)

# Ishigami and Homma (1990) with a = 7, b = 0.1: the shares of the variance.
FIRST = {"x1": 0.3139, "x2": 0.4424, "x3": 0.0}
TOTAL = {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}

print(f"{len(matrix)} runs")
print("input   first order (exact)   total (exact)")
for name, first, total in zip(problem["names"], found["S1"], found["ST"]):
    print(f"{name}      {first:.4f} ({FIRST[name]:.4f})       {total:.4f} ({TOTAL[name]:.4f})")
