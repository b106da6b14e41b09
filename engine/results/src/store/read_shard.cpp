#include "store/read_shard.hpp"

#include <stdexcept>

#include "store/layout.hpp"
#include "store/read_table.hpp"
#include "store/sketch_bytes.hpp"

namespace slackwater::results {
namespace {

std::vector<ClaimSamples> read_claims(const H5::Group& group) {
  const auto ids = read_texts(group, "claim");
  const auto tested = read_flags(group, "tested");
  const auto failed = read_counts(group, "samples_failed_runs");
  const auto verdicts = statuses<Verdict>(read_flags(group, "sample_verdict"));
  const auto left = read_numbers(group, "sample_left");
  const auto right = read_numbers(group, "sample_right");
  const auto samples = static_cast<std::ptrdiff_t>(read_counts(group, "sample").size());
  std::vector<ClaimSamples> claims;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ClaimSamples claim;
    claim.id = ids[i];
    claim.failed_runs = static_cast<std::size_t>(failed.at(i));
    if (tested.at(i) == 1) {
      const auto row = [&](const auto& all) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i) * samples;
        return std::vector(begin, begin + samples);
      };
      claim.verdicts = row(verdicts);
      claim.left = row(left);
      claim.right = row(right);
    }
    claims.push_back(std::move(claim));
  }
  return claims;
}

std::vector<Fan> read_fans(const H5::Group& group, std::size_t cells, std::size_t points) {
  std::vector<Fan> fans;
  for (const auto& name : link_names(group)) {
    const auto dataset = group.openDataSet(name);
    if (text_attribute(dataset, layout::kRole) != layout::kFanEnds) continue;
    Fan fan;
    fan.variable = text_attribute(dataset, layout::kName);
    const auto count = read_counts(group, name).size();
    fan.elements = count / std::max<std::size_t>(1, cells * points);
    const auto numbers = read_flags(group, text_attribute(dataset, "ancillary_variables"));
    std::string_view bytes(reinterpret_cast<const char*>(numbers.data()), numbers.size());
    fan.sketches.reserve(count);
    for (std::size_t i = 0; i < count; ++i) fan.sketches.push_back(take_sketch(bytes));
    fans.push_back(std::move(fan));
  }
  return fans;
}

}  // namespace

Shard read_shard_group(const H5::Group& root) {
  if (text_attribute(root, layout::kRuns) != "shard") throw std::runtime_error("it is no shard");
  Shard shard;
  shard.first_sample = count_attribute(root, layout::kFirstSample);
  shard.failures_in_all = count_attribute(root, layout::kFailuresInAll);
  auto runs = read_table(root);
  shard.runs = std::move(runs.table);
  shard.metrics = std::move(runs.metrics);
  if (has_group(root, layout::kClaims)) {
    shard.claims = read_claims(root.openGroup(layout::kClaims));
  }
  if (has_group(root, layout::kFans)) {
    shard.fans = read_fans(root.openGroup(layout::kFans),
                           shard.runs.policies.labels.size() * shard.runs.futures.labels.size(),
                           shard.runs.time.size());
  }
  return shard;
}

H5::H5File open_image(const std::string& bytes) {
  H5::FileAccPropList access;
  access.setCore(std::size_t{1} << 20, false);
  // The library copies the buffer, so it is not changed.
  if (H5Pset_file_image(access.getId(), const_cast<char*>(bytes.data()), bytes.size()) < 0) {
    throw H5::FileIException("H5Pset_file_image", "cannot take the bytes");
  }
  return {"slackwater-shard", H5F_ACC_RDONLY, H5::FileCreatPropList::DEFAULT, access};
}

}  // namespace slackwater::results
