#include "slackwater/language/distributions.hpp"

#include <algorithm>
#include <iterator>

namespace slackwater::language {
namespace {

constexpr std::string_view kLowHigh[] = {"low", "high"};
constexpr std::string_view kMeanDeviation[] = {"mean", "deviation"};
constexpr std::string_view kMedianP95[] = {"median", "p95"};
constexpr std::string_view kLowModeHigh[] = {"low", "mode", "high"};

constexpr DistributionInfo kDistributions[] = {
    {DistributionId::uniform,
     "uniform",
     kLowHigh,
     {},
     "Every value between two limits is equally likely.",
     "low < high"},
    {DistributionId::log_uniform,
     "log_uniform",
     kLowHigh,
     {},
     "Every ratio is equally likely: the logarithm is uniform.",
     "0 < low < high"},
    {DistributionId::normal, "normal", kMeanDeviation, kLowHigh,
     "The normal distribution; with limits it is cut off there.", "deviation > 0, low < high"},
    {DistributionId::lognormal,
     "lognormal",
     kMedianP95,
     {},
     "A positive quantity with a long right tail: half of all values lie below the median, 95 % "
     "below "
     "p95.",
     "0 < median < p95"},
    {DistributionId::triangular,
     "triangular",
     kLowModeHigh,
     {},
     "Three points of a guess: least, most likely, most.",
     "low <= mode <= high, low < high"},
};

}  // namespace

std::span<const DistributionInfo> distributions() { return kDistributions; }

const DistributionInfo* find_distribution(std::string_view name) {
  const auto found = std::find_if(std::begin(kDistributions), std::end(kDistributions),
                                  [&](const auto& info) { return info.name == name; });
  return found == std::end(kDistributions) ? nullptr : &*found;
}

std::vector<std::string> distribution_names() {
  std::vector<std::string> names;
  for (const auto& info : kDistributions) names.emplace_back(info.name);
  return names;
}

}  // namespace slackwater::language
