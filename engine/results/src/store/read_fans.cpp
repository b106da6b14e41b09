#include "store/read_fans.hpp"

#include <sstream>
#include <stdexcept>

#include "store/layout.hpp"
#include "store/read_table.hpp"

namespace slackwater::results {
namespace {

FanChart read_fan_chart(const H5::Group& group, const std::string& name) {
  const auto dataset = group.openDataSet(name);
  FanChart fan;
  fan.variable = text_attribute(dataset, layout::kName);
  if (fan.variable.empty()) fan.variable = name;
  fan.quantiles = read_numbers(group, "quantile");
  fan.values = read_numbers(group, name);
  fan.error_bound = number_attribute(dataset, layout::kErrorBound);
  std::istringstream others(text_attribute(dataset, "ancillary_variables"));
  std::string lowest;
  std::string highest;
  std::string counts;
  others >> lowest >> highest >> counts;
  fan.lowest = read_numbers(group, lowest);
  fan.highest = read_numbers(group, highest);
  fan.counts = read_counts(group, counts);
  const auto series = read_texts(group, "policy").size() * read_texts(group, "future").size() *
                      read_numbers(group, "time").size();
  const auto places = fan.counts.size();
  if (series == 0 || places % series != 0 || fan.lowest.size() != places ||
      fan.highest.size() != places || fan.values.size() != places * fan.quantiles.size()) {
    throw std::runtime_error("the fan '" + name + "' does not have the shape of its dimensions");
  }
  fan.elements = places / series;
  return fan;
}

}  // namespace

std::vector<FanChart> read_fan_charts(const H5::Group& root) {
  std::vector<FanChart> fans;
  if (!has_group(root, layout::kFans)) return fans;
  const auto group = root.openGroup(layout::kFans);
  for (const auto& name : link_names(group)) {
    const auto dataset = group.openDataSet(name);
    if (text_attribute(dataset, layout::kRole) == layout::kFan) {
      fans.push_back(read_fan_chart(group, name));
    }
  }
  return fans;
}

}  // namespace slackwater::results
