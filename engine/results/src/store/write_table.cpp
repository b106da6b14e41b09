#include "store/write_table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "store/layout.hpp"

namespace slackwater::results {
namespace {

constexpr hsize_t kChunkBytes = hsize_t{1} << 20;         // what samples are gathered up to
constexpr hsize_t kLargestChunkBytes = hsize_t{2} << 20;  // what a single long series may take

// xarray decodes these as time spans, so that `time` would become nanoseconds; the singular it
// leaves alone. Source: xarray, TIME_UNITS in conventions of coding/times.
std::string stored_unit(const std::string& unit) {
  static constexpr std::array<std::string_view, 7> kDecoded = {
      "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"};
  const bool decoded = std::ranges::find(kDecoded, unit) != kDecoded.end();
  return decoded ? unit.substr(0, unit.size() - 1) : unit;
}

void describe(H5::H5Object& object, const char* attribute, const std::string& text) {
  if (!text.empty()) set_attribute(object, attribute, text);
}

// Whole series of as many samples as fit; then as many futures and policies, so that small studies
// are one chunk; a series too long for one is cut, its axes first.
std::vector<hsize_t> chunk_of(const std::vector<hsize_t>& lengths) {
  std::vector<hsize_t> chunk = lengths;
  const auto bytes = [&chunk] {
    hsize_t size = sizeof(double);
    for (const auto length : chunk) size *= length;
    return size;
  };
  for (std::size_t i = 0; i < chunk.size() && bytes() > kChunkBytes; ++i) {
    const bool gathered = i < 3;  // policy, future, sample
    if (!gathered && bytes() <= kLargestChunkBytes) break;
    const hsize_t rest = bytes() / chunk[i];
    chunk[i] = std::clamp<hsize_t>(kChunkBytes / rest, 1, chunk[i]);
  }
  return chunk;
}

class TableWriter {
 public:
  TableWriter(NetcdfGroup& group, const RunTable& table) : group_(group), table_(table) {}

  RunDimensions write(std::span<const Metric> metrics) {
    write_dimensions();
    for (const auto& variable : table_.variables) write_variable(variable);
    for (const auto& metric : metrics) write_metric(metric);
    for (const auto& input : table_.drawn) write_drawn(input);
    write_status();
    if (!table_.failures.empty()) write_failures();
    return {policy_, future_};
  }

 private:
  void write_dimensions() {
    policy_ = group_.text_dimension("policy", table_.policies.labels);
    future_ = group_.text_dimension("future", table_.futures.labels);
    sample_ = group_.count_dimension("sample", table_.samples);
    time_ = group_.number_dimension("time", table_.time);
    auto time = group_.existing("time");
    describe(time, layout::kUnits, stored_unit(table_.time_unit));
    set_attribute(time, layout::kLongName, "time");
    for (const auto& axis : table_.axes) {
      const auto name = group_.free_name(axis.name, "_subscript");
      subscripts_.push_back({group_.text_dimension(name, axis.labels)});
      auto scale = group_.existing(name);
      set_attribute(scale, layout::kRole, layout::kSubscript);
      if (name != axis.name) set_attribute(scale, layout::kName, axis.name);
      write_titles(name + "_title", subscripts_.back()[0], axis.titles);
    }
    write_titles(layout::kPolicyTitle, policy_, table_.policies.titles);
    write_titles(layout::kFutureTitle, future_, table_.futures.titles);
  }

  void write_titles(const std::string& name, std::size_t dimension,
                    const std::vector<std::string>& titles) {
    if (!titles.empty()) group_.texts(group_.free_name(name, "s"), {dimension}, titles);
  }

  // netCDF allows a dimension twice in one variable, xarray does not: the second gets a twin.
  std::size_t subscript_dimension(std::size_t axis, std::size_t occurrence) {
    auto& twins = subscripts_[axis];
    while (twins.size() <= occurrence) {
      const auto name = group_.free_name(
          table_.axes[axis].name + "_" + std::to_string(twins.size() + 1), "_twin");
      twins.push_back(group_.text_dimension(name, table_.axes[axis].labels));
    }
    return twins[occurrence];
  }

  void write_variable(const SavedVariable& variable) {
    DimensionList dimensions = {policy_, future_, sample_};
    std::vector<hsize_t> lengths = {table_.policies.labels.size(), table_.futures.labels.size(),
                                    table_.samples};
    std::map<std::size_t, std::size_t> used;
    std::vector<std::string> subscripts;
    for (const auto axis : variable.axes) {
      dimensions.push_back(subscript_dimension(axis, used[axis]++));
      lengths.push_back(table_.axes[axis].labels.size());
      subscripts.push_back(table_.axes[axis].name);
    }
    dimensions.push_back(time_);
    lengths.push_back(table_.time.size());

    check_size(variable.name, variable.values.size(),
               table_.run_count() * variable.elements * table_.time.size());
    const auto name = dataset_name(variable.name, "_series");
    auto dataset = group_.numbers(name, dimensions, variable.values, chunk_of(lengths));
    set_attribute(dataset, layout::kRole, layout::kSeries);
    if (name != variable.name) set_attribute(dataset, layout::kName, variable.name);
    describe(dataset, layout::kLongName, variable.documentation);
    describe(dataset, layout::kUnits, stored_unit(variable.unit));
    describe(dataset, layout::kSource, variable.provenance);
    describe(dataset, layout::kKind, variable.kind);
    describe(dataset, layout::kBetter, variable.better);
    if (!subscripts.empty()) {
      set_attribute(dataset, layout::kSubscripts, std::span<const std::string>(subscripts));
    }
  }

  void write_metric(const Metric& metric) {
    check_size(metric.name, metric.values.size(), table_.run_count());
    check_size(metric.name, metric.status.size(), table_.run_count());
    const DimensionList dimensions = {policy_, future_, sample_};
    const auto name = dataset_name(metric.name, "_measure");
    auto dataset = group_.numbers(name, dimensions, metric.values, run_chunk());
    set_attribute(dataset, layout::kRole, layout::kMetric);
    if (name != metric.name) set_attribute(dataset, layout::kName, metric.name);
    describe(dataset, layout::kLongName, metric.documentation);
    describe(dataset, layout::kUnits, stored_unit(metric.unit));
    describe(dataset, layout::kDefinition, metric.definition);

    const auto status_name = group_.free_name(name + "_status", "_of_measure");
    auto status = group_.flags(status_name, dimensions, flag_numbers(metric.status),
                               flag_names<MetricStatus>());
    set_attribute(status, layout::kRole, layout::kMetricStatus);
    set_attribute(dataset, "ancillary_variables", status_name);
  }

  void write_drawn(const DrawnInput& input) {
    check_size(input.name, input.values.size(), table_.samples);
    const auto name = dataset_name(input.name, "_drawn");
    const std::array<hsize_t, 1> length = {table_.samples};
    auto dataset =
        group_.numbers(name, {sample_}, input.values, chunk_of({length.begin(), length.end()}));
    set_attribute(dataset, layout::kRole, layout::kDrawn);
    if (name != input.name) set_attribute(dataset, layout::kName, input.name);
    describe(dataset, layout::kLongName, input.documentation);
    describe(dataset, layout::kUnits, stored_unit(input.unit));
    describe(dataset, layout::kDistribution, input.distribution);
  }

  void write_status() {
    check_size(layout::kRunStatus, table_.status.size(), table_.run_count());
    check_size(layout::kStoppedAt, table_.stopped_at.size(), table_.run_count());
    const DimensionList dimensions = {policy_, future_, sample_};
    auto status = group_.flags(group_.free_name(layout::kRunStatus, "_of_run"), dimensions,
                               flag_numbers(table_.status), flag_names<RunStatus>());
    set_attribute(status, layout::kRole, layout::kRunStatus);
    set_attribute(status, layout::kLongName, "how the run ended");
    auto stopped = group_.numbers(group_.free_name(layout::kStoppedAt, "_of_run"), dimensions,
                                  table_.stopped_at, run_chunk());
    set_attribute(stopped, layout::kRole, layout::kStoppedAt);
    set_attribute(stopped, layout::kLongName, "last time that has values");
    describe(stopped, layout::kUnits, stored_unit(table_.time_unit));
  }

  void write_failures() {
    auto group = group_.subgroup(layout::kFailures);
    const auto& rows = table_.failures;
    const auto failure = group.count_dimension("failure", rows.size());
    std::vector<std::string> policies;
    std::vector<std::string> futures;
    std::vector<std::int64_t> samples;
    for (const auto& row : rows) {
      policies.push_back(table_.policies.labels.at(row.policy));
      futures.push_back(table_.futures.labels.at(row.future));
      samples.push_back(static_cast<std::int64_t>(row.sample));
    }
    group.texts("policy", {failure}, policies);
    group.texts("future", {failure}, futures);
    group.counts("sample", {failure}, samples);
    group.flags("status", {failure}, flag_numbers(column(rows, &RunFailure::status)),
                flag_names<RunStatus>());
    auto time = group.numbers("stop_time", {failure}, column(rows, &RunFailure::time));
    describe(time, layout::kUnits, stored_unit(table_.time_unit));
    group.texts("variable", {failure}, column(rows, &RunFailure::variable));
    group.texts("message", {failure}, column(rows, &RunFailure::message));
    group.texts("detail", {failure}, column(rows, &RunFailure::detail));
  }

  // What is written after the variables has a fixed name; a variable of that name gives way.
  std::string dataset_name(const std::string& wanted, const char* suffix) const {
    const bool reserved = wanted == layout::kFailures || wanted == layout::kPolicyNote ||
                          wanted == layout::kFutureNote;
    return group_.free_name(reserved ? wanted + suffix : wanted, suffix);
  }

  std::vector<hsize_t> run_chunk() const {
    return chunk_of({table_.policies.labels.size(), table_.futures.labels.size(), table_.samples});
  }

  static void check_size(const std::string& name, std::size_t size, std::size_t expected) {
    if (size == expected) return;
    throw std::invalid_argument("'" + name + "' has " + std::to_string(size) +
                                " values where its shape asks for " + std::to_string(expected));
  }

  NetcdfGroup& group_;
  const RunTable& table_;
  std::size_t policy_ = 0;
  std::size_t future_ = 0;
  std::size_t sample_ = 0;
  std::size_t time_ = 0;
  std::vector<DimensionList> subscripts_;  // per axis: its scale and its twins
};

}  // namespace

RunDimensions write_table(NetcdfGroup& group, const RunTable& table,
                          std::span<const Metric> metrics) {
  return TableWriter(group, table).write(metrics);
}

}  // namespace slackwater::results
