#include "background.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace slackwater::python {
namespace {

namespace py = pybind11;

/// What the working thread and the waiting one share.
struct Shared {
  std::mutex mutex;
  std::condition_variable changed;
  bool finished = false;
  std::size_t done = 0;
  std::size_t total = 0;
  std::exception_ptr failure;
  std::atomic<bool> cancel{false};
};

// Lets Python look at signals and shows the progress; both may raise.
void attend(const py::object& progress, std::size_t done, std::size_t total) {
  const py::gil_scoped_acquire lock;
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  if (!progress.is_none() && total > 0) progress(done, total);
}

// Waits until the work is done or it is time to look at signals again; true when it is done.
bool wait(Shared& shared, std::size_t& done, std::size_t& total) {
  std::unique_lock lock(shared.mutex);
  const bool finished =
      shared.changed.wait_for(lock, std::chrono::milliseconds(50), [&] { return shared.finished; });
  done = shared.done;
  total = shared.total;
  return finished;
}

}  // namespace

void run_in_background(const py::object& progress,
                       const std::function<void(const api::Progress&)>& work) {
  Shared shared;
  api::Progress report;
  report.cancel = &shared.cancel;
  report.report = [&shared](std::size_t done, std::size_t total) {
    const std::lock_guard lock(shared.mutex);
    shared.done = done;
    shared.total = total;
  };
  std::exception_ptr raised;
  {
    const py::gil_scoped_release release;
    std::thread worker([&] {
      try {
        work(report);
      } catch (...) {
        shared.failure = std::current_exception();
      }
      const std::lock_guard lock(shared.mutex);
      shared.finished = true;
      shared.changed.notify_all();
    });
    std::size_t done = 0;
    std::size_t total = 0;
    bool finished = false;
    while (!finished) {
      finished = wait(shared, done, total);
      if (raised) continue;
      try {
        attend(progress, done, total);
      } catch (...) {
        raised = std::current_exception();
        shared.cancel = true;
      }
    }
    worker.join();
  }
  if (raised) std::rethrow_exception(raised);
  if (shared.failure) std::rethrow_exception(shared.failure);
}

}  // namespace slackwater::python
