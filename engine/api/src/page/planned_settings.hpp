#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "study.hpp"

namespace slackwater::api {

/// What a page needs to start a scenario's runs: settings in the order in which they apply.
///
/// A number that is only known at the start of runs (an equilibrium, `at_start`, a relative change
/// of a stock) is written as the number that it is on the default parameters.
struct PlannedSettings {
  nlohmann::json policies;  ///< one list of settings per policy
  nlohmann::json futures;   ///< one per future
  nlohmann::json start;     ///< of stocks, the same in all runs
  nlohmann::json starts;    ///< by "policy/future", where stocks start elsewhere
  /// Policy's and future's settings of every run, future fastest.
  std::vector<std::vector<Setting>> runs;
  bool follows_samples = false;  ///< some of these numbers differ between samples
};

nlohmann::json json_of(const std::vector<Setting>& settings);

base::Result<PlannedSettings> planned_settings(const scenario::Scenario& scenario, Study& study);

}  // namespace slackwater::api
