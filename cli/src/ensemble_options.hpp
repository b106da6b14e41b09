#pragma once

#include <optional>
#include <string>

#include "slackwater/api/ensemble_folder.hpp"

namespace slackwater::cli {

/// "17/400": one of several parts, counted from 1.
struct EnsemblePart {
  std::size_t part = 1;
  std::size_t parts = 1;
};

struct EnsembleOptions {
  std::string scenario;
  std::string out;
  std::string shards;
  EnsemblePart part;
  api::KeepOptions keep;
  std::string fans;
  std::optional<double> samples;  ///< instead of the file's
  std::optional<double> shard_size;
  bool keep_series = false;
  bool drop_series = false;
  int threads = 0;
  bool resume = false;
  bool quarantined = false;  ///< shards in quarantine are run as well
  bool check = false;
  bool strict = false;
  bool strict_units = false;
  bool json = false;
  bool quiet = false;
  api::LaneOptions lanes;
};

/// A part as `--shards` names it; empty where the text is no such thing.
std::optional<EnsemblePart> ensemble_part(const std::string& text);

/// The command that goes on with what is in the folder.
std::string resume_command(const std::string& folder, const EnsembleOptions& options);

bool is_folder(const std::string& path);

/// The exit code where arguments have no meaning together, which has been said; empty: they have.
std::optional<int> refuse_ensemble_arguments(const EnsembleOptions& options);

}  // namespace slackwater::cli
