#pragma once

#include <map>
#include <string>

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
  std::map<std::string, std::string> files;  ///< that the file named, as written and as read
  /// What the file says, where other samples were asked for; else 0.
  std::size_t file_samples = 0;
};

}  // namespace slackwater::api
