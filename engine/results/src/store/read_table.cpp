#include "store/read_table.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "store/layout.hpp"

namespace slackwater::results {
namespace {

std::size_t label_index(const Axis& axis, const std::string& label) {
  const auto found = std::ranges::find(axis.labels, label);
  if (found == axis.labels.end()) throw std::runtime_error("unknown label '" + label + "'");
  return static_cast<std::size_t>(found - axis.labels.begin());
}

class TableReader {
 public:
  explicit TableReader(const H5::Group& group) : group_(group) {}

  TableWithMetrics read() {
    read_dimensions();
    for (const auto& name : link_names(group_)) {
      if (group_.childObjType(name) != H5O_TYPE_DATASET) continue;
      const auto dataset = group_.openDataSet(name);
      const auto role = text_attribute(dataset, layout::kRole);
      if (role == layout::kSeries) read_variable(name, dataset);
      if (role == layout::kMetric) read_metric(name, dataset);
      if (role == layout::kDrawn) read_drawn(name, dataset);
      if (role == layout::kRunStatus) {
        table().status = statuses<RunStatus>(read_flags(group_, name));
      }
      if (role == layout::kStoppedAt) table().stopped_at = read_numbers(group_, name);
    }
    table().failures = read_failures(group_, table());
    if (table().status.size() != table().run_count()) {
      throw std::runtime_error("the status of its runs is missing");
    }
    return std::move(result_);
  }

 private:
  RunTable& table() { return result_.table; }

  void read_dimensions() {
    table().policies.labels = read_texts(group_, "policy");
    table().policies.titles = read_texts(group_, layout::kPolicyTitle);
    table().futures.labels = read_texts(group_, "future");
    table().futures.titles = read_texts(group_, layout::kFutureTitle);
    table().samples = read_counts(group_, "sample").size();
    table().time = read_numbers(group_, "time");
    table().time_unit = text_attribute(group_.openDataSet("time"), layout::kUnits);
    for (const auto& name : link_names(group_)) {
      if (group_.childObjType(name) != H5O_TYPE_DATASET) continue;
      const auto dataset = group_.openDataSet(name);
      if (text_attribute(dataset, layout::kRole) != layout::kSubscript) continue;
      table().axes.push_back({model_name(name, dataset), read_texts(group_, name),
                              read_texts(group_, name + "_title")});
    }
  }

  static std::string model_name(const std::string& name, const H5::DataSet& dataset) {
    const auto original = text_attribute(dataset, layout::kName);
    return original.empty() ? name : original;
  }

  std::size_t axis_index(const std::string& name) {
    const auto found = std::ranges::find(table().axes, name, &Axis::name);
    if (found == table().axes.end()) throw std::runtime_error("axis '" + name + "' is missing");
    return static_cast<std::size_t>(found - table().axes.begin());
  }

  void read_variable(const std::string& name, const H5::DataSet& dataset) {
    SavedVariable variable;
    variable.name = model_name(name, dataset);
    variable.kind = text_attribute(dataset, layout::kKind);
    variable.unit = text_attribute(dataset, layout::kUnits);
    variable.documentation = text_attribute(dataset, layout::kLongName);
    variable.provenance = text_attribute(dataset, layout::kSource);
    variable.better = text_attribute(dataset, layout::kBetter);
    for (const auto& subscript : texts_attribute(dataset, layout::kSubscripts)) {
      variable.axes.push_back(axis_index(subscript));
      variable.elements *= table().axes[variable.axes.back()].labels.size();
    }
    variable.values = read_numbers(group_, name);
    if (variable.values.size() != table().run_count() * variable.elements * table().time.size()) {
      throw std::runtime_error("'" + name + "' does not have the shape of its dimensions");
    }
    table().variables.push_back(std::move(variable));
  }

  void read_metric(const std::string& name, const H5::DataSet& dataset) {
    Metric metric;
    metric.name = model_name(name, dataset);
    metric.unit = text_attribute(dataset, layout::kUnits);
    metric.definition = text_attribute(dataset, layout::kDefinition);
    metric.documentation = text_attribute(dataset, layout::kLongName);
    metric.values = read_numbers(group_, name);
    const auto status = text_attribute(dataset, "ancillary_variables");
    metric.status = statuses<MetricStatus>(read_flags(group_, status));
    result_.metrics.push_back(std::move(metric));
  }

  void read_drawn(const std::string& name, const H5::DataSet& dataset) {
    table().drawn.push_back({model_name(name, dataset), text_attribute(dataset, layout::kUnits),
                             text_attribute(dataset, layout::kLongName),
                             text_attribute(dataset, layout::kDistribution),
                             read_numbers(group_, name)});
  }

  const H5::Group& group_;
  TableWithMetrics result_;
};

}  // namespace

std::vector<RunFailure> read_failures(const H5::Group& parent, const RunTable& table) {
  if (!parent.nameExists(layout::kFailures) ||
      parent.childObjType(layout::kFailures) != H5O_TYPE_GROUP) {
    return {};
  }
  const auto group = parent.openGroup(layout::kFailures);
  const auto policies = read_texts(group, "policy");
  const auto futures = read_texts(group, "future");
  const auto samples = read_counts(group, "sample");
  const auto status = statuses<RunStatus>(read_flags(group, "status"));
  const auto times = read_numbers(group, "stop_time");
  const auto variables = read_texts(group, "variable");
  const auto messages = read_texts(group, "message");
  const auto details = read_texts(group, "detail");
  std::vector<RunFailure> failures;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    failures.push_back({label_index(table.policies, policies[i]),
                        label_index(table.futures, futures.at(i)),
                        static_cast<std::size_t>(samples.at(i)), status.at(i), times.at(i),
                        variables.at(i), messages.at(i), details.at(i)});
  }
  return failures;
}

TableWithMetrics read_table(const H5::Group& group) { return TableReader(group).read(); }

}  // namespace slackwater::results
