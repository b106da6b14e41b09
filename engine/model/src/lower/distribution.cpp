#include "slackwater/model/distribution.hpp"

#include <algorithm>

#include "slackwater/language/distributions.hpp"
#include "slackwater/language/parser.hpp"
#include "slackwater/model/lower.hpp"

/// A distribution that stands alone, outside of a model text: in Python, or behind an option.
namespace slackwater::model {
namespace {

using language::DistributionInfo;
using language::Expr;

std::vector<std::string> argument_names(const DistributionInfo& info) {
  std::vector<std::string> names(info.required.begin(), info.required.end());
  names.insert(names.end(), info.optional.begin(), info.optional.end());
  return names;
}

// The index into `names` that argument `i` of the call is for; their size when there is none.
std::size_t place_of(const Expr& call, std::size_t i, const std::vector<std::string>& names) {
  if (i >= call.argument_names.size() || call.argument_names[i].text.empty()) return i;
  const auto found = std::find(names.begin(), names.end(), call.argument_names[i].text);
  return static_cast<std::size_t>(found - names.begin());
}

base::Diagnostics wrong_arguments(const DistributionInfo& info, const base::Place& place) {
  std::string names;
  for (const auto& name : info.required) (names += names.empty() ? "" : ", ") += name;
  for (const auto& name : info.optional) ((names += ", [") += name) += "]";
  base::Diagnostics diagnostics;
  diagnostics.error("E0712", "the arguments of '" + std::string(info.name) + "' are " + names,
                    place);
  return diagnostics;
}

base::Diagnostics unknown(const std::string& name, const base::Place& place) {
  const auto known = language::distribution_names();
  const auto closest = base::closest_name(name, known);
  base::Diagnostics diagnostics;
  diagnostics.error("E0712", "unknown distribution '" + name + "'", place,
                    closest.empty() ? "one of uniform, log_uniform, normal, lognormal, triangular"
                                    : "did you mean '" + closest + "'?");
  return diagnostics;
}

}  // namespace

base::Result<Distribution> read_distribution(const base::Place& place, const Model& model,
                                             std::string_view unit) {
  base::Diagnostics diagnostics;
  const auto call = language::parse_expression(place.source, place.span, diagnostics);
  if (!call) return diagnostics;
  if (call->kind != Expr::Kind::call) {
    diagnostics.error("E0712", "this is no distribution", place,
                      "write, for example, `uniform(20, 80)`");
    return diagnostics;
  }
  const auto* info = language::find_distribution(call->name.text);
  if (!info) return unknown(call->name.text, {place.source, call->name.span});
  const auto names = argument_names(*info);
  std::vector<std::optional<double>> values(names.size());
  for (std::size_t i = 0; i < call->arguments.size(); ++i) {
    const auto at = place_of(*call, i, names);
    if (at >= names.size() || values[at]) return wrong_arguments(*info, place);
    const auto number = constant_value(place.source, call->arguments[i]->span, model, unit);
    if (!number) return number.diagnostics();
    values[at] = *number;
  }
  Distribution out{call->name.text, {}, place};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (values[i]) out.arguments.emplace_back(names[i], *values[i]);
    if (!values[i] && i < info->required.size()) return wrong_arguments(*info, place);
  }
  return out;
}

}  // namespace slackwater::model
