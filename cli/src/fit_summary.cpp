#include "fit_summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "slackwater/base/number.hpp"

namespace slackwater::cli {
namespace {

std::string number(double value) {
  return std::isfinite(value) ? base::format_significant(value, 5) : "-";
}

std::string unit_text(const std::string& unit) { return unit == "1" ? std::string() : unit; }

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::size_t widest(const api::Fit& fit) {
  std::size_t width = 9;
  for (const auto& target : fit.targets) width = std::max(width, target.name.size());
  for (const auto& parameter : fit.parameters) width = std::max(width, parameter.name.size());
  return width;
}

std::string off_text(double off) {
  return std::abs(off) < 0.005 ? "0" : fmt::format("{:+.2f}", off);
}

std::string targets_table(const api::Fit& fit, std::size_t width) {
  auto out = fmt::format("{:<{}}  {:>10} {:>10} {:>10} {:>10}\n", "target", width, "known",
                         "fitted", "within", "off by");
  for (const auto& target : fit.targets) {
    out += trimmed(fmt::format("{:<{}}  {:>10} {:>10} {:>10} {:>10}  {}{}", target.name, width,
                               number(target.is), number(target.fitted), number(target.within),
                               off_text(target.off()), unit_text(target.unit),
                               target.matched() ? "" : "  missed"));
  }
  return out;
}

std::string about(const api::FittedParameter& parameter) {
  std::string out;
  if (!parameter.at.empty()) out += fmt::format("  at its {} end", parameter.at);
  if (parameter.open) out += "  open";
  return out;
}

std::string parameters_table(const api::Fit& fit, std::size_t width) {
  auto out = fmt::format("{:<{}}  {:>10} {:>10} {:>10} {:>21}\n", "parameter", width, "default",
                         "fitted", "+-", "range");
  for (const auto& parameter : fit.parameters) {
    const auto range = fmt::format("{} .. {}", number(parameter.low), number(parameter.high));
    out += trimmed(fmt::format("{:<{}}  {:>10} {:>10} {:>10} {:>21}  {}{}", parameter.name, width,
                               number(parameter.start), number(parameter.fitted),
                               base::format_significant(parameter.deviation, 2), range,
                               unit_text(parameter.unit), about(parameter)));
  }
  return out;
}

std::string missed(const api::Fit& fit) {
  std::vector<std::string> lines;
  for (const auto& target : fit.targets) {
    if (target.matched()) continue;
    const auto unit = unit_text(target.unit);
    lines.push_back(fmt::format("  {}: {}{} instead of {}, {} tolerances {}", target.name,
                                number(target.fitted), unit.empty() ? "" : " " + unit,
                                number(target.is),
                                base::format_significant(std::abs(target.off()), 3),
                                target.off() > 0 ? "too high" : "too low"));
  }
  if (lines.empty()) return "All targets are matched within their tolerances.\n";
  const auto from = fit.starts > 1
                        ? fmt::format("Not matched together from any of {} starts", fit.starts)
                        : std::string("Not matched together from this start (see --starts)");
  return fmt::format("{}:\n{}\n", from, fmt::join(lines, "\n"));
}

std::string part_text(const std::pair<std::string, double>& part) {
  const auto sign = part.second > 0 ? "+" : "";
  return fmt::format("{} {}{} %", part.first, sign, base::format_significant(100 * part.second, 3));
}

// A direction of one parameter says that it is unknown; of more, that only something between them
// is known.
std::string open_text(const api::OpenCombination& open) {
  std::vector<std::string> parts;
  for (const auto& part : open.parts) parts.push_back(part_text(part));
  const auto noticed = base::format_significant(open.noticed, 2);
  if (parts.size() == 1) {
    return fmt::format(
        "  {}: as near the solution, its whole range would change the targets by {} "
        "tolerances in all",
        open.parts.front().first, noticed);
  }
  return fmt::format("  together: {} of their ranges, as near the solution {} tolerances in all",
                     fmt::join(parts, ", "), noticed);
}

std::string open_list(const api::Fit& fit) {
  if (fit.open.empty()) return {};
  std::string out = "The targets leave open:\n";
  for (const auto& open : fit.open) out += open_text(open) + "\n";
  return out;
}

}  // namespace

std::string fit_summary(const api::Fit& fit) {
  const auto width = widest(fit);
  auto out = fit.title + "\n" + fit.model_name + ", at rest\n\n";
  out += targets_table(fit, width) + "\n" + parameters_table(fit, width) + "\n";
  if (!fit.converged) out += fmt::format("Not at a minimum: {}.\n", fit.ended);
  out += missed(fit) + open_list(fit);
  out += fmt::format("At rest: {}\n", fit.at_rest);
  return out;
}

}  // namespace slackwater::cli
