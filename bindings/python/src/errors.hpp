#pragma once

#include <pybind11/pybind11.h>

#include "slackwater/base/result.hpp"

namespace slackwater::python {

/// Diagnostics as a list of dicts, for slackwater.errors.
pybind11::list to_list(const base::Diagnostics& diagnostics);

/// Raises slackwater.ModelError (or KeyboardInterrupt, FileNotFoundError) with the diagnostics.
[[noreturn]] void raise(const base::Diagnostics& diagnostics);

/// The value, or the exception that its diagnostics call for.
template <class T>
T value_or_raise(base::Result<T> result) {
  if (!result) raise(result.diagnostics());
  return std::move(*result);
}

}  // namespace slackwater::python
