#include "pack/pack_fingerprint.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/series_hash.hpp"
#include "pack/columns.hpp"

namespace slackwater::results {
namespace {

// One policy and future of a dataset of (policy, future, sample, ...).
void add_cell(Sha256& hash, const H5::DataSet& dataset, std::size_t policy, std::size_t future) {
  const auto space = dataset.getSpace();
  std::vector<hsize_t> count(static_cast<std::size_t>(space.getSimpleExtentNdims()));
  space.getSimpleExtentDims(count.data());
  std::vector<hsize_t> start(count.size(), 0);
  start[0] = policy;
  start[1] = future;
  count[0] = count[1] = 1;
  read_blocks(dataset, 2, start, count,
              [&hash](std::span<const double> values) { add_numbers(hash, values); });
}

void add_missing(Sha256& hash, std::size_t values) {
  const std::vector<double> nothing(std::min<std::size_t>(values, 4096),
                                    std::numeric_limits<double>::quiet_NaN());
  for (; values > 0; values -= std::min(values, nothing.size())) {
    add_numbers(hash, std::span(nothing).first(std::min(values, nothing.size())));
  }
}

template <class AddCell>
std::string fingerprint_of(const RunTable& table, const SeriesNames& names,
                           const AddCell& add_cell_of) {
  Sha256 hash;
  add_named(hash, "time", table.time);
  for (const auto& [variable, dataset] : names) {
    add_named(hash, variable, {});
    for (std::size_t policy = 0; policy < table.policies.labels.size(); ++policy) {
      for (std::size_t future = 0; future < table.futures.labels.size(); ++future) {
        add_cell_of(hash, variable, dataset, policy, future);
      }
    }
  }
  return hash.hex();
}

}  // namespace

std::string packed_fingerprint(const RunTable& table, const H5::H5File& packed,
                               const SeriesNames& names, const std::function<void()>& step) {
  return fingerprint_of(table, names,
                        [&](Sha256& hash, const std::string&, const std::string& dataset,
                            std::size_t policy, std::size_t future) {
                          step();
                          add_cell(hash, packed.openDataSet(dataset), policy, future);
                        });
}

std::string sharded_fingerprint(const RunTable& table, const ShardSource& source,
                                const SeriesNames& names, const std::function<void()>& step) {
  return fingerprint_of(table, names,
                        [&](Sha256& hash, const std::string& variable, const std::string& dataset,
                            std::size_t policy, std::size_t future) {
                          const auto series = table.find(variable)->elements * table.time.size();
                          for (std::size_t i = 0; i < source.files.size(); ++i) {
                            step();
                            if (source.files[i].empty()) {
                              add_missing(hash, source.sample_count(i) * series);
                            } else {
                              add_cell(hash, source.open(i).openDataSet(dataset), policy, future);
                            }
                          }
                        });
}

}  // namespace slackwater::results
