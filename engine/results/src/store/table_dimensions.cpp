#include "store/table_dimensions.hpp"

#include <map>

#include "store/describe.hpp"
#include "store/layout.hpp"

namespace slackwater::results {

TableDimensions::TableDimensions(NetcdfGroup& group, const RunTable& table,
                                 std::size_t first_sample)
    : TableDimensions(group, table, std::optional(first_sample)) {}

TableDimensions TableDimensions::without_samples(NetcdfGroup& group, const RunTable& table) {
  return {group, table, std::nullopt};
}

TableDimensions::TableDimensions(NetcdfGroup& group, const RunTable& table,
                                 std::optional<std::size_t> first_sample)
    : group_(group), table_(table) {
  policy_ = group_.text_dimension("policy", table_.policies.labels);
  future_ = group_.text_dimension("future", table_.futures.labels);
  if (first_sample) {
    sample_ = group_.count_dimension("sample", table_.samples, *first_sample);
  }
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

void TableDimensions::write_titles(const std::string& name, std::size_t dimension,
                                   const std::vector<std::string>& titles) {
  if (!titles.empty()) group_.texts(group_.free_name(name, "s"), {dimension}, titles);
}

// netCDF allows a dimension twice in one variable, xarray does not: the second gets a twin.
std::size_t TableDimensions::subscript(std::size_t axis, std::size_t occurrence) {
  auto& twins = subscripts_[axis];
  while (twins.size() <= occurrence) {
    const auto name =
        group_.free_name(table_.axes[axis].name + "_" + std::to_string(twins.size() + 1), "_twin");
    twins.push_back(group_.text_dimension(name, table_.axes[axis].labels));
  }
  return twins[occurrence];
}

std::vector<std::string> TableDimensions::axes(const SavedVariable& variable) const {
  std::vector<std::string> names;
  for (const auto axis : variable.axes) names.push_back(table_.axes[axis].name);
  return names;
}

DimensionList TableDimensions::subscripts(const SavedVariable& variable) {
  DimensionList dimensions;
  std::map<std::size_t, std::size_t> used;
  for (const auto axis : variable.axes) dimensions.push_back(subscript(axis, used[axis]++));
  return dimensions;
}

}  // namespace slackwater::results
