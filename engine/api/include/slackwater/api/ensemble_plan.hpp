#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "slackwater/api/scenario.hpp"

namespace slackwater::api {

/// Whose quantiles over the samples are kept at every saved time.
enum class Fans : std::uint8_t { none, indicators, saved };
std::string_view name(Fans fans);
std::optional<Fans> fans_named(std::string_view name);

/// How an ensemble is kept; what is not said is chosen by the scenario's size.
struct KeepOptions {
  std::optional<bool> series;  ///< the saved variables of every run; true unless told
  std::optional<Fans> fans;    ///< unless told: indicators when the series are not kept, else none
  std::optional<std::uint64_t> shard_size;  ///< samples of one shard

  friend bool operator==(const KeepOptions&, const KeepOptions&) = default;
};

/// Everything that decides the bits of an ensemble on disk, written down before its first run.
///
/// Guarantees: it holds every text that is read, so that the same runs can be made from it alone,
/// wherever it lies; paths are as seen from the scenario file's folder.
struct EnsemblePlan {
  std::string version;
  std::string scenario;                      ///< the scenario file's name
  std::map<std::string, std::string> texts;  ///< the scenario and all it reads, by path
  bool strict_units = false;
  std::uint64_t samples = 0;
  std::uint64_t file_samples = 0;  ///< what the scenario file says, where it says another number
  std::uint64_t seed = 0;
  std::string design;  ///< for people
  std::uint64_t shard_size = 1;
  bool series = true;
  Fans fans = Fans::none;
  std::vector<std::string> policies;
  std::vector<std::string> futures;
  std::vector<std::string> variables;  ///< whose series are kept
  std::vector<std::string> measures;
  std::vector<std::string> claims;

  std::size_t shards() const { return (samples + shard_size - 1) / shard_size; }
};

/// The plan of a scenario's samples. Errors: a scenario without `uncertainty:` (E9030).
base::Result<EnsemblePlan> plan_ensemble(const Scenario& scenario, const KeepOptions& keep = {},
                                         bool strict_units = false);

/// The scenario that a plan holds; opens no file.
base::Result<Scenario> load_scenario(const EnsemblePlan& plan);

/// A plan as plan.json holds it; a text beyond 1 MiB is named by its SHA-256 alone.
std::string to_json(const EnsemblePlan& plan);
/// The texts that stand beside plan.json, by their SHA-256.
std::map<std::string, std::string> large_texts(const EnsemblePlan& plan);
/// Reads what `to_json` wrote; `large_text` gives the text of a SHA-256.
///
/// Errors: E9031 when the text is no plan of this version of the format.
base::Result<EnsemblePlan> parse_plan(
    const std::string& json, const std::function<std::string(const std::string&)>& large_text);

/// How to make the same numbers, as one line for a shell; nothing in it that changes no bit.
std::string command_of(const EnsemblePlan& plan);

/// What differs, a line each: "the text of model.sd", "samples: 1000, was 500". Empty: nothing.
std::vector<std::string> differences(const EnsemblePlan& plan, const EnsemblePlan& was);

}  // namespace slackwater::api
