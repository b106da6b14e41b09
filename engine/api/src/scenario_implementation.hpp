#pragma once

#include "slackwater/api/scenario.hpp"
#include "slackwater/scenario/scenario.hpp"

namespace slackwater::api {

struct Scenario::Implementation {
  base::SourcePtr source;
  scenario::Scenario scenario;
  Model model;
  std::vector<std::string> policies;
  std::vector<std::string> futures;
  base::Diagnostics diagnostics;
};

}  // namespace slackwater::api
