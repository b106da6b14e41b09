#include "store/write_table.hpp"

#include <stdexcept>

#include "store/layout.hpp"
#include "store/table_dimensions.hpp"

namespace slackwater::results {
namespace {

class TableWriter {
 public:
  TableWriter(NetcdfGroup& group, const RunTable& table, const TableOptions& options)
      : group_(group),
        table_(table),
        options_(options),
        dimensions_(group, table, options.first_sample) {}

  TableLayout write(std::span<const Metric> metrics) {
    layout_.policy = dimensions_.policy();
    layout_.future = dimensions_.future();
    for (const auto& variable : table_.variables) write_variable(variable);
    for (const auto& metric : metrics) write_metric(metric);
    for (const auto& input : table_.drawn) write_drawn(input);
    write_status();
    return std::move(layout_);
  }

 private:
  bool layout_only() const { return options_.content == TableContent::layout_only; }

  void write_variable(const SavedVariable& variable) {
    if (options_.content == TableContent::kept_series && variable.values.empty() &&
        table_.samples > 0) {
      layout_.variables.emplace_back();
      return;
    }
    auto dimensions = dimensions_.run();
    std::vector<hsize_t> lengths = run_lengths();
    const auto subscripts = dimensions_.axes(variable);
    for (const auto dimension : dimensions_.subscripts(variable)) {
      dimensions.push_back(dimension);
      lengths.push_back(group_.length(dimension));
    }
    dimensions.push_back(dimensions_.time());
    lengths.push_back(table_.time.size());

    check_size(variable.name, variable.values.size(),
               table_.run_count() * variable.elements * table_.time.size());
    const auto name = dataset_name(variable.name, "_series");
    auto dataset = options_.make_series ? options_.make_series(name, dimensions)
                                        : group_.numbers(name, dimensions, variable.values,
                                                         chunk_of(lengths, options_.chunk_bytes));
    set_attribute(dataset, layout::kRole, layout::kSeries);
    describe_variable(dataset, variable, name);
    if (!subscripts.empty()) {
      set_attribute(dataset, layout::kSubscripts, std::span<const std::string>(subscripts));
    }
    layout_.variables.push_back(name);
  }

  void write_metric(const Metric& metric) {
    check_size(metric.name, metric.values.size(), table_.run_count());
    check_size(metric.name, metric.status.size(), table_.run_count());
    const auto dimensions = dimensions_.run();
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
    layout_.metrics.push_back(name);
    layout_.metric_status.push_back(status_name);
  }

  void write_drawn(const DrawnInput& input) {
    check_size(input.name, input.values.size(), table_.samples);
    const auto name = dataset_name(input.name, "_drawn");
    auto dataset =
        group_.numbers(name, {dimensions_.sample()}, input.values, chunk_of({table_.samples}));
    set_attribute(dataset, layout::kRole, layout::kDrawn);
    if (name != input.name) set_attribute(dataset, layout::kName, input.name);
    describe(dataset, layout::kLongName, input.documentation);
    describe(dataset, layout::kUnits, stored_unit(input.unit));
    describe(dataset, layout::kDistribution, input.distribution);
    layout_.drawn.push_back(name);
  }

  void write_status() {
    check_size(layout::kRunStatus, table_.status.size(), table_.run_count());
    check_size(layout::kStoppedAt, table_.stopped_at.size(), table_.run_count());
    const auto dimensions = dimensions_.run();
    layout_.run_status = group_.free_name(layout::kRunStatus, "_of_run");
    auto status = group_.flags(layout_.run_status, dimensions, flag_numbers(table_.status),
                               flag_names<RunStatus>());
    set_attribute(status, layout::kRole, layout::kRunStatus);
    set_attribute(status, layout::kLongName, "how the run ended");
    layout_.stopped_at = group_.free_name(layout::kStoppedAt, "_of_run");
    auto stopped = group_.numbers(layout_.stopped_at, dimensions, table_.stopped_at, run_chunk());
    set_attribute(stopped, layout::kRole, layout::kStoppedAt);
    set_attribute(stopped, layout::kLongName, "last time that has values");
    describe(stopped, layout::kUnits, stored_unit(table_.time_unit));
  }

  // What is written after the variables has a fixed name; a variable of that name gives way.
  std::string dataset_name(const std::string& wanted, const char* suffix) const {
    const bool reserved = wanted == layout::kFailures || wanted == layout::kFans ||
                          wanted == layout::kPolicyNote || wanted == layout::kFutureNote;
    return group_.free_name(reserved ? wanted + suffix : wanted, suffix);
  }

  std::vector<hsize_t> run_lengths() const {
    return {table_.policies.labels.size(), table_.futures.labels.size(), table_.samples};
  }
  std::vector<hsize_t> run_chunk() const { return chunk_of(run_lengths(), options_.chunk_bytes); }

  void check_size(const std::string& name, std::size_t size, std::size_t expected) const {
    if (size == expected || layout_only()) return;
    throw std::invalid_argument("'" + name + "' has " + std::to_string(size) +
                                " values where its shape asks for " + std::to_string(expected));
  }

  NetcdfGroup& group_;
  const RunTable& table_;
  const TableOptions& options_;
  TableDimensions dimensions_;
  TableLayout layout_;
};

}  // namespace

void write_failures(NetcdfGroup& parent, const RunTable& table) {
  if (table.failures.empty()) return;
  auto group = parent.subgroup(layout::kFailures);
  const auto& rows = table.failures;
  const auto failure = group.count_dimension("failure", rows.size());
  std::vector<std::string> policies;
  std::vector<std::string> futures;
  std::vector<std::int64_t> samples;
  for (const auto& row : rows) {
    policies.push_back(table.policies.labels.at(row.policy));
    futures.push_back(table.futures.labels.at(row.future));
    samples.push_back(static_cast<std::int64_t>(row.sample));
  }
  group.texts("policy", {failure}, policies);
  group.texts("future", {failure}, futures);
  group.counts("sample", {failure}, samples);
  group.flags("status", {failure}, flag_numbers(column(rows, &RunFailure::status)),
              flag_names<RunStatus>());
  auto time = group.numbers("stop_time", {failure}, column(rows, &RunFailure::time));
  describe(time, layout::kUnits, stored_unit(table.time_unit));
  group.texts("variable", {failure}, column(rows, &RunFailure::variable));
  group.texts("message", {failure}, column(rows, &RunFailure::message));
  group.texts("detail", {failure}, column(rows, &RunFailure::detail));
}

void describe_variable(H5::DataSet& dataset, const SavedVariable& variable,
                       const std::string& dataset_name) {
  if (dataset_name != variable.name) set_attribute(dataset, layout::kName, variable.name);
  describe(dataset, layout::kLongName, variable.documentation);
  describe(dataset, layout::kUnits, stored_unit(variable.unit));
  describe(dataset, layout::kSource, variable.provenance);
  describe(dataset, layout::kKind, variable.kind);
  describe(dataset, layout::kBetter, variable.better);
}

TableLayout write_table(NetcdfGroup& group, const RunTable& table, std::span<const Metric> metrics,
                        const TableOptions& options) {
  auto layout = TableWriter(group, table, options).write(metrics);
  write_failures(group, table);
  return layout;
}

}  // namespace slackwater::results
