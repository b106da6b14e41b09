#include "pack/shard_source.hpp"

#include <algorithm>
#include <stdexcept>

#include "store/layout.hpp"
#include "store/read_table.hpp"

namespace slackwater::results {

std::size_t ShardSource::sample_count(std::size_t shard) const {
  return std::min(shard_size, samples - first_sample(shard));
}

std::size_t ShardSource::first_there() const {
  const auto found = std::ranges::find_if(files, [](const auto& file) { return !file.empty(); });
  return static_cast<std::size_t>(found - files.begin());
}

std::size_t ShardSource::missing_samples() const {
  std::size_t missing = 0;
  for (std::size_t i = 0; i < files.size(); ++i) missing += files[i].empty() ? sample_count(i) : 0;
  return missing;
}

H5::H5File ShardSource::open(std::size_t shard) const {
  return {folder + "/" + files[shard], H5F_ACC_RDONLY};
}

ShardNames names_in(const H5::Group& shard) {
  ShardNames names;
  for (const auto& name : link_names(shard)) {
    if (shard.childObjType(name) != H5O_TYPE_DATASET) continue;
    const auto dataset = shard.openDataSet(name);
    const auto role = text_attribute(dataset, layout::kRole);
    if (role == layout::kSeries) names.variables.push_back(name);
    if (role == layout::kDrawn) names.drawn.push_back(name);
    if (role == layout::kRunStatus) names.run_status = name;
    if (role == layout::kStoppedAt) names.stopped_at = name;
    if (role != layout::kMetric) continue;
    names.metrics.push_back(name);
    names.metric_status.push_back(text_attribute(dataset, "ancillary_variables"));
  }
  return names;
}

void check_shard(const H5::Group& shard, const ShardSource& source, std::size_t index) {
  const bool ours = text_attribute(shard, layout::kRuns) == "shard" &&
                    text_attribute(shard, layout::kPlanHash) == source.plan_hash &&
                    count_attribute(shard, layout::kFirstSample) == source.first_sample(index) &&
                    read_counts(shard, "sample").size() == source.sample_count(index);
  if (!ours) {
    throw std::runtime_error(source.files[index] + " holds other samples than its plan says");
  }
}

}  // namespace slackwater::results
