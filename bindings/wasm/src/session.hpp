#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "slackwater/api/live_run.hpp"
#include "slackwater/api/model.hpp"
#include "slackwater/api/packed_model.hpp"

namespace slackwater::wasm {

/// A run that JavaScript holds by its number.
struct HeldRun {
  explicit HeldRun(api::LiveRun made) : live(std::move(made)) {}
  api::LiveRun live;
  const results::RunTable* table = nullptr;
  std::vector<std::pair<std::string, double>> inputs;
};

/// Everything that a page has: one model, the settings of the run to be prepared, and its runs.
struct Session {
  std::vector<api::PackedForm> forms;  ///< of the model to be loaded
  std::string links;                   ///< of it too
  std::optional<api::Model> model;
  api::RunOptions options;
  api::LiveRun::Starts starts;
  std::vector<api::Setting> first;  ///< of two settings that are compared
  std::map<int, std::unique_ptr<HeldRun>> runs;
  int next_run = 1;
};

Session& session();
/// Null, with a message, when there is none.
HeldRun* held_run(int number);

}  // namespace slackwater::wasm
