#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The distributions that may stand behind `~` and in a scenario's `draw`.
namespace slackwater::language {

enum class DistributionId : std::uint8_t { uniform, log_uniform, normal, lognormal, triangular };

/// A distribution and the names of its parameters; every parameter has the unit of the parameter
/// drawn.
struct DistributionInfo {
  DistributionId id{};
  std::string_view name;
  std::span<const std::string_view> required;
  std::span<const std::string_view> optional;
  std::string_view documentation;
  std::string_view condition;  ///< what the arguments must satisfy, in words
};

std::span<const DistributionInfo> distributions();
const DistributionInfo* find_distribution(std::string_view name);
std::vector<std::string> distribution_names();

}  // namespace slackwater::language
