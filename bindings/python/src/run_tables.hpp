#pragma once

#include <pybind11/numpy.h>

#include <memory>
#include <string>
#include <vector>

#include "slackwater/results/run_table.hpp"

namespace slackwater::python {

/// The axes that every run table begins with: (policy, future, sample).
std::vector<pybind11::ssize_t> run_shape(const results::RunTable& table);

/// An array of short texts.
pybind11::array names_array(const pybind11::list& names,
                            const std::vector<pybind11::ssize_t>& shape);

/// An array of the words that results files use for each status.
template <class Status>
pybind11::array status_names(const std::vector<Status>& statuses,
                             const std::vector<pybind11::ssize_t>& shape) {
  pybind11::list names;
  for (const auto status : statuses) names.append(std::string(name(status)));
  return names_array(names, shape);
}

}  // namespace slackwater::python
