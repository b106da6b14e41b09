#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "slackwater/results/run_table.hpp"
#include "store/netcdf_file.hpp"

namespace slackwater::results {

/// The dimensions of runs in one group, with their labels, units and titles.
class TableDimensions {
 public:
  /// Makes policy, future, sample, time and the model's dimensions in a group that has nothing yet.
  ///
  /// Samples are counted from `first_sample`.
  TableDimensions(NetcdfGroup& group, const RunTable& table, std::size_t first_sample);
  /// For what is no longer a run: without samples.
  static TableDimensions without_samples(NetcdfGroup& group, const RunTable& table);

  std::size_t policy() const { return policy_; }
  std::size_t future() const { return future_; }
  std::size_t sample() const { return sample_; }
  std::size_t time() const { return time_; }
  DimensionList run() const { return {policy_, future_, sample_}; }
  /// Those of a variable's own axes; a dimension that it uses twice has a twin.
  DimensionList subscripts(const SavedVariable& variable);
  /// The same as the model calls them.
  std::vector<std::string> axes(const SavedVariable& variable) const;

 private:
  TableDimensions(NetcdfGroup& group, const RunTable& table,
                  std::optional<std::size_t> first_sample);
  void write_titles(const std::string& name, std::size_t dimension,
                    const std::vector<std::string>& titles);
  std::size_t subscript(std::size_t axis, std::size_t occurrence);

  NetcdfGroup& group_;
  const RunTable& table_;
  std::size_t policy_ = 0;
  std::size_t future_ = 0;
  std::size_t sample_ = 0;
  std::size_t time_ = 0;
  std::vector<DimensionList> subscripts_;  // per axis: its scale and its twins
};

}  // namespace slackwater::results
