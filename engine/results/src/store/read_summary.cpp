#include <H5Cpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "slackwater/results/ensemble_summary.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/statistics.hpp"
#include "store/layout.hpp"
#include "store/library.hpp"
#include "store/read_comparison.hpp"
#include "store/read_table.hpp"

namespace slackwater::results {
namespace {

constexpr double kLow = 0.05;
constexpr double kMedian = 0.5;
constexpr double kHigh = 0.95;

std::string name_in_model(const std::string& name, const H5::DataSet& dataset) {
  const auto original = text_attribute(dataset, layout::kName);
  return original.empty() ? name : original;
}

std::vector<hsize_t> extents(const H5::DataSet& dataset) {
  const auto space = dataset.getSpace();
  std::vector<hsize_t> out(static_cast<std::size_t>(space.getSimpleExtentNdims()));
  space.getSimpleExtentDims(out.data());
  return out;
}

// A box of a dataset: `start` and `count` per dimension.
template <class Value>
std::vector<Value> read_box(const H5::DataSet& dataset, const std::vector<hsize_t>& start,
                            const std::vector<hsize_t>& count, const H5::PredType& type) {
  hsize_t size = 1;
  for (const auto n : count) size *= n;
  std::vector<Value> values(size);
  if (values.empty()) return values;
  auto space = dataset.getSpace();
  space.selectHyperslab(H5S_SELECT_SET, count.data(), start.data());
  dataset.read(values.data(), type, H5::DataSpace(1, &size), space);
  return values;
}

// All samples of one policy and future.
template <class Value>
std::vector<Value> read_row(const H5::DataSet& dataset, hsize_t policy, hsize_t future,
                            const H5::PredType& type) {
  auto count = extents(dataset);
  if (count.size() != 3) throw std::runtime_error("a measure does not have three dimensions");
  count[0] = count[1] = 1;
  return read_box<Value>(dataset, {policy, future, 0}, count, type);
}

class SummaryReader {
 public:
  explicit SummaryReader(const H5::Group& root) : root_(root) {}

  EnsembleSummary read() {
    if (text_attribute(root_, layout::kRuns) != "samples") {
      throw std::runtime_error("it holds no samples");
    }
    out_.title = text_attribute(root_, "title");
    out_.question = text_attribute(root_, "question");
    out_.baseline = text_attribute(root_, "baseline");
    out_.provenance = read_provenance(root_);
    labels_.policies.labels = read_texts(root_, "policy");
    labels_.futures.labels = read_texts(root_, "future");
    for (const auto& name : link_names(root_)) {
      if (root_.childObjType(name) != H5O_TYPE_DATASET) continue;
      const auto dataset = root_.openDataSet(name);
      const auto role = text_attribute(dataset, layout::kRole);
      if (role == layout::kMetric) read_measure(name, dataset);
      if (role == layout::kRunStatus) read_status(dataset);
    }
    if (has_group(root_, layout::kFans)) read_fans(root_.openGroup(layout::kFans));
    if (has_group(root_, layout::kClaims)) {
      out_.claims = read_claims(root_.openGroup(layout::kClaims), false);
    }
    return std::move(out_);
  }

 private:
  // Future by future, as people compare policies.
  template <class Visit>
  void for_each_cell(const Visit& visit) const {
    for (hsize_t f = 0; f < labels_.futures.labels.size(); ++f) {
      for (hsize_t p = 0; p < labels_.policies.labels.size(); ++p) visit(p, f);
    }
  }

  NumberSummary of_cell(const std::string& name, const H5::DataSet& dataset, hsize_t policy,
                        hsize_t future) const {
    NumberSummary summary;
    summary.name = name_in_model(name, dataset);
    summary.unit = text_attribute(dataset, layout::kUnits);
    summary.policy = labels_.policies.labels[policy];
    summary.future = labels_.futures.labels[future];
    return summary;
  }

  void read_measure(const std::string& name, const H5::DataSet& dataset) {
    const auto flags = root_.openDataSet(text_attribute(dataset, "ancillary_variables"));
    for_each_cell([&](hsize_t p, hsize_t f) {
      auto summary = of_cell(name, dataset, p, f);
      // Numbers that do not count are NaN, which quantiles leave out.
      const auto values = read_row<double>(dataset, p, f, H5::PredType::NATIVE_DOUBLE);
      for (const auto flag : read_row<std::uint8_t>(flags, p, f, H5::PredType::NATIVE_UINT8)) {
        ++summary.counts.at(flag);
      }
      summary.low = quantile(values, kLow);
      summary.median = quantile(values, kMedian);
      summary.high = quantile(values, kHigh);
      out_.measures.push_back(std::move(summary));
    });
  }

  void read_status(const H5::DataSet& dataset) {
    std::array<std::uint64_t, 7> counts{};
    for_each_cell([&](hsize_t p, hsize_t f) {
      const auto row = read_row<std::uint8_t>(dataset, p, f, H5::PredType::NATIVE_UINT8);
      for (const auto flag : row) ++counts.at(flag);
      out_.samples = row.size();
      out_.runs += row.size();
    });
    const auto kept = read_failures(root_, labels_);
    for (std::size_t i = 1; i < counts.size(); ++i) {
      if (counts[i] == 0) continue;
      FailureSummary summary{static_cast<RunStatus>(i), counts[i], {}};
      const auto first = std::ranges::find(kept, summary.status, &RunFailure::status);
      if (first != kept.end()) summary.example = in_words(*first);
      out_.failures.push_back(std::move(summary));
    }
  }

  std::string in_words(const RunFailure& failure) const {
    return fmt::format("policy {}, future {}, sample {}: {}",
                       labels_.policies.labels[failure.policy],
                       labels_.futures.labels[failure.future], failure.sample, failure.message);
  }

  // Scalars alone: the elements of an array would be many lines that say little.
  void read_fans(const H5::Group& fans) {
    const auto quantiles = read_numbers(fans, "quantile");
    for (const auto& name : link_names(fans)) {
      if (fans.childObjType(name) != H5O_TYPE_DATASET) continue;
      const auto dataset = fans.openDataSet(name);
      if (text_attribute(dataset, layout::kRole) != layout::kFan) continue;
      if (text_attribute(dataset, layout::kKind) != "indicator") continue;
      if (extents(dataset).size() == 4) read_end(fans, name, dataset, quantiles);
    }
  }

  void read_end(const H5::Group& fans, const std::string& name, const H5::DataSet& dataset,
                const std::vector<double>& quantiles) {
    const auto count = fans.openDataSet(count_name(dataset));
    const auto last = extents(dataset)[3] - 1;
    const auto at = [&](const std::vector<double>& values, double p) {
      const auto found = std::ranges::find(quantiles, p);
      return found == quantiles.end() ? std::nan("")
                                      : values[static_cast<std::size_t>(found - quantiles.begin())];
    };
    for_each_cell([&](hsize_t p, hsize_t f) {
      auto summary = of_cell(name, dataset, p, f);
      const auto values = read_box<double>(dataset, {p, f, 0, last}, {1, 1, quantiles.size(), 1},
                                           H5::PredType::NATIVE_DOUBLE);
      summary.low = at(values, kLow);
      summary.median = at(values, kMedian);
      summary.high = at(values, kHigh);
      const auto there =
          read_box<std::int64_t>(count, {p, f, last}, {1, 1, 1}, H5::PredType::NATIVE_INT64)[0];
      summary.counts[static_cast<std::size_t>(MetricStatus::reached)] =
          static_cast<std::uint64_t>(there);
      summary.counts[static_cast<std::size_t>(MetricStatus::run_failed)] =
          out_.samples - static_cast<std::uint64_t>(there);
      out_.at_end.push_back(std::move(summary));
    });
  }

  // The last of "output_min output_max output_count".
  static std::string count_name(const H5::DataSet& fan) {
    const auto names = text_attribute(fan, "ancillary_variables");
    return names.substr(names.rfind(' ') + 1);
  }

  const H5::Group& root_;
  RunTable labels_;
  EnsembleSummary out_;
};

}  // namespace

std::uint64_t EnsembleSummary::failed_runs() const {
  std::uint64_t failed = 0;
  for (const auto& failure : failures) failed += failure.runs;
  return failed;
}

EnsembleSummary read_summary(const std::string& path) {
  const LibraryUse use;
  constexpr const char* kHint = "remove it and let `slackwater ensemble --resume` pack it again";
  try {
    const H5::H5File file(path, H5F_ACC_RDONLY);
    const auto root = file.openGroup("/");
    if (!root.attrExists(layout::kComplete)) throw std::runtime_error("it is not complete");
    return SummaryReader(root).read();
  } catch (const H5::Exception& error) {
    throw FileError(path, "is damaged or not a results file: " + error.getDetailMsg(), kHint);
  } catch (const std::runtime_error& error) {
    throw FileError(path, std::string("is damaged or not a results file: ") + error.what(), kHint);
  }
}

}  // namespace slackwater::results
