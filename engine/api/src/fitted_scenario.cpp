#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "slackwater/api/fit.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::api {
namespace {

/// A text in double quotes, as YAML reads it back.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' || c == '\t' ? ' ' : c;
  }
  return out + "\"";
}

std::string with_unit(double value, const std::string& unit) {
  const auto number = base::format_significant(value, 4);
  return unit.empty() || unit == "1" ? number : number + " " + unit;
}

std::string known(const FittedTarget& target) {
  auto text = fmt::format("{} {} (known as {}", target.name, with_unit(target.fitted, target.unit),
                          with_unit(target.is, target.unit));
  if (!target.matched()) {
    text += fmt::format("; {} tolerances off", base::format_significant(target.off(), 3));
  }
  return text + ")";
}

std::string note_of(const Fit& fit) {
  std::string text = fit.note;
  if (!text.empty() && !text.ends_with('.')) text += ".";
  if (!text.empty()) text += " ";
  text += "Fitted at rest:";
  const char* before = " ";
  for (const auto& target : fit.targets) {
    text += before + known(target);
    before = ", ";
  }
  return text + ".";
}

std::string settings(const std::vector<std::pair<std::string, std::string>>& pairs,
                     std::string_view indent) {
  std::string out;
  for (const auto& [name, value] : pairs) {
    const bool number = base::parse_number(value).has_value();
    out += fmt::format("{}{}: {}\n", indent, quoted(name), number ? value : quoted(value));
  }
  return out;
}

std::string start(const Fit& fit) {
  if (fit.set_at_rest.empty()) return "start: equilibrium\n";
  return "start:\n  from: equilibrium\n  set:\n" + settings(fit.set_at_rest, "    ");
}

std::string about(const FittedParameter& parameter) {
  auto text = fmt::format("default {}", base::format_significant(parameter.start, 4));
  if (!parameter.at.empty()) text += fmt::format(", at the {} end of its range", parameter.at);
  if (parameter.open) return text + ", left open by the targets";
  return text +
         fmt::format(", known to {} {}", "+-", base::format_significant(parameter.deviation, 2));
}

/// A target may be named by what it is the value of, `backlog[red]`; a measure has one word.
std::vector<std::string> measure_names(const Fit& fit) {
  std::vector<std::string> names;
  for (const auto& target : fit.targets) {
    std::string name;
    for (const char c : target.name) {
      const bool in_word =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (in_word) name += c;
      if (!in_word && !name.empty() && name.back() != '_') name += '_';
    }
    while (name.ends_with('_')) name.pop_back();
    if (name.empty() || (name[0] >= '0' && name[0] <= '9')) name = "target_" + name;
    const auto own = name;
    for (int more = 2; std::find(names.begin(), names.end(), name) != names.end(); ++more) {
      name = fmt::format("{}_{}", own, more);
    }
    names.push_back(std::move(name));
  }
  return names;
}

std::string measures(const Fit& fit) {
  const auto names = measure_names(fit);
  std::string out;
  for (const auto& [suffix, function] :
       {std::pair{"start", "initial"}, std::pair{"end", "final"}}) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      out += fmt::format("  {}_at_{}: {}\n", names[i], suffix,
                         quoted(fmt::format("{}({})", function, fit.targets[i].definition)));
    }
  }
  return out;
}

}  // namespace

std::string fitted_scenario(const Fit& fit, const std::string& model_path) {
  auto out = fmt::format("scenario: {}\nquestion: {}\nnote: {}\nmodel: {}\n", quoted(fit.title),
                         quoted("What would another policy do here?"), quoted(note_of(fit)),
                         quoted(model_path));
  out += start(fit);
  out +=
      "\n# Every other policy begins with `based_on: as_is`, so that it has the fitted "
      "parameters.\n"
      "baseline: as_is\npolicies:\n  as_is:\n    title: As it is\n    set:\n";
  out += settings(fit.set, "      ");
  for (const auto& parameter : fit.parameters) {
    out += fmt::format("      {}: {}  # {}\n", quoted(parameter.name),
                       base::format_number(parameter.fitted), about(parameter));
  }
  out += "\nfutures:\n  calm:\n    title: Calm\n\nmeasure:\n";
  return out + measures(fit);
}

}  // namespace slackwater::api
