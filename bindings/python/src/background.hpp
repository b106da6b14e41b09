#pragma once

#include <pybind11/pybind11.h>

#include <atomic>
#include <functional>
#include <optional>
#include <utility>

#include "slackwater/api/run.hpp"

namespace slackwater::python {

/// Runs `work` on a thread of its own while this one, without the lock, waits for signals and
/// reports progress.
///
/// Ctrl-C sets the work's cancel flag, waits for its end, and then raises KeyboardInterrupt; so
/// does an exception of the progress callable, which is called with (done, total) in the calling
/// thread.
void run_in_background(const pybind11::object& progress,
                       const std::function<void(const api::Progress&)>& work);

}  // namespace slackwater::python
