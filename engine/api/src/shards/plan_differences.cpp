#include <fmt/format.h>

#include "slackwater/api/ensemble_plan.hpp"

namespace slackwater::api {
namespace {

using Lines = std::vector<std::string>;

template <typename T>
void compare(Lines& lines, std::string_view what, const T& is, const T& was) {
  if (is != was) lines.push_back(fmt::format("{}: {}, was {}", what, is, was));
}

std::string_view words(bool yes) { return yes ? "yes" : "no"; }

// Texts are too long to show; which of them it is says enough.
void compare_texts(Lines& lines, const EnsemblePlan& plan, const EnsemblePlan& was) {
  for (const auto& [path, text] : plan.texts) {
    const auto found = was.texts.find(path);
    if (found == was.texts.end()) {
      lines.push_back(fmt::format("'{}' is read, was not", path));
    } else if (found->second != text) {
      lines.push_back(fmt::format("the text of '{}'", path));
    }
  }
  for (const auto& [path, text] : was.texts) {
    if (!plan.texts.contains(path)) lines.push_back(fmt::format("'{}' was read, is not", path));
  }
}

}  // namespace

std::vector<std::string> differences(const EnsemblePlan& plan, const EnsemblePlan& was) {
  Lines lines;
  compare(lines, "version", plan.version, was.version);
  compare(lines, "scenario", plan.scenario, was.scenario);
  compare_texts(lines, plan, was);
  compare(lines, "samples", plan.samples, was.samples);
  compare(lines, "seed", plan.seed, was.seed);
  compare(lines, "samples of a shard", plan.shard_size, was.shard_size);
  compare(lines, "series kept", words(plan.series), words(was.series));
  compare(lines, "fans", name(plan.fans), name(was.fans));
  compare(lines, "strict units", words(plan.strict_units), words(was.strict_units));
  return lines;
}

}  // namespace slackwater::api
