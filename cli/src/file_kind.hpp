#pragma once

#include <string>

namespace slackwater::cli {

/// Scenario files end in .yaml or .yml; everything else is read as a model.
inline bool is_scenario(const std::string& path) {
  return path.ends_with(".yaml") || path.ends_with(".yml");
}

}  // namespace slackwater::cli
