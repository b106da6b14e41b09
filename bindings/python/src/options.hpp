#pragma once

#include <pybind11/pybind11.h>

#include "slackwater/api/run.hpp"

namespace slackwater::python {

/// Reads the dict that slackwater/model.py makes; unknown keys are a TypeError.
api::RunOptions run_options(const pybind11::dict& options);
api::EnsembleOptions ensemble_options(const pybind11::dict& options);

}  // namespace slackwater::python
