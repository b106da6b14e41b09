#include <fmt/format.h>

#include "slackwater/language/distributions.hpp"
#include "slackwater/language/functions.hpp"

namespace slackwater::language {
namespace {

std::string_view unit_words(UnitRule rule) {
  switch (rule) {
    case UnitRule::dimensionless:
      return "1";
    case UnitRule::condition:
      return "a condition";
    case UnitRule::time:
      return "time";
    case UnitRule::per_time:
      return "1/time";
    case UnitRule::u:
      return "U";
    case UnitRule::v:
      return "V";
    case UnitRule::u_over_v:
      return "U/V";
    case UnitRule::u_times_time:
      return "U*time";
    case UnitRule::root_of_u:
      return "U^(1/2)";
    case UnitRule::u_to_exponent:
      return "U^exponent";
    case UnitRule::u_to_element_count:
      break;
  }
  return "U^n";
}

std::string unit_line(const FunctionInfo& info) {
  std::string text;
  for (const auto& parameter : info.parameters()) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{}: {}", parameter.name, unit_words(parameter.unit));
  }
  return fmt::format("{}{}{}", text, text.empty() ? "" : " → ", unit_words(info.result));
}

std::string remarks(const FunctionInfo& info) {
  std::string text;
  for (const auto& parameter : info.parameters()) {
    if (parameter.variation == Variation::literal) {
      text += fmt::format("`{}` is a whole number, written as such. ", parameter.name);
    }
    if (parameter.variation == Variation::at_start) {
      text += fmt::format("`{}` is taken at the start of the run. ", parameter.name);
    }
  }
  if (info.fixed_step_only)
    text += "Needs a fixed time step: refused under dopri5 and rosenbrock4. ";
  if (!text.empty()) text.pop_back();
  return text;
}

void append_function(std::string& out, const FunctionInfo& info) {
  out += fmt::format("### {}\n\n`{}`\n\n{}\n\n", info.name, signature(info), info.documentation);
  if (!info.formula.empty()) out += fmt::format("- Formula: `{}`\n", info.formula);
  out += fmt::format("- Units: `{}`\n", unit_line(info));
  const auto more = remarks(info);
  if (!more.empty()) out += fmt::format("- {}\n", more);
  if (!info.parts.empty()) out += fmt::format("- Parts: {}\n", info.parts);
  out += fmt::format("- Example: `{}`\n\n", info.example);
}

void append_group(std::string& out, FunctionKind kind, std::string_view title,
                  std::string_view text) {
  out += fmt::format("## {}\n\n{}\n\n", title, text);
  for (const auto& info : functions()) {
    if (info.kind == kind) append_function(out, info);
  }
}

void append_distributions(std::string& out) {
  out +=
      "## Distributions\n\n"
      "They stand behind `~` of a parameter or a lever and in the `draw` of a scenario file; one "
      "value is\n"
      "drawn for each sample, before the run. Every argument has the unit of the parameter.\n\n"
      "| distribution | meaning | must hold |\n|---|---|---|\n";
  for (const auto& info : distributions()) {
    std::string arguments;
    for (const auto name : info.required)
      arguments += fmt::format("{}{}", arguments.empty() ? "" : ", ", name);
    for (const auto name : info.optional) arguments += fmt::format(", [{}]", name);
    out += fmt::format("| `{}({})` | {} | {} |\n", info.name, arguments, info.documentation,
                       info.condition);
  }
}

}  // namespace

std::string functions_page() {
  std::string out =
      "# Functions\n\n"
      "This page is made from the table that the parser, the unit check and the compiler read\n"
      "(`engine/language/src/function_table.hpp`); a test keeps it in step.\n\n"
      "Arguments may be given by place or by name: `pulse(200, at = 26 week)`. An argument with "
      "`=` in the\n"
      "signature may be left out. `U` and `V` stand for any unit, the same one wherever the letter "
      "appears in\n"
      "a line; `time` is the model's time unit; `1` is dimensionless. The number 0 fits any "
      "unit.\n\n";
  append_group(
      out, FunctionKind::pure, "Arithmetic",
      "The value depends on the arguments alone. A result that is not a number ends the run.");
  append_group(out, FunctionKind::clock, "The clock", "Names, written without parentheses.");
  append_group(
      out, FunctionKind::signal, "Signals",
      "Functions of time with kinks. Under a fixed step, all but `ramp` switch between "
      "steps, by the\n"
      "midpoint rule: on when `time + time_step / 2` has passed the given time. An adaptive "
      "method\n"
      "stops at the exact time. `time` in a formula is the time of the step, for `ramp` that "
      "of each of\n"
      "its stages.");
  append_group(
      out, FunctionKind::memory, "Memory",
      "Each becomes variables of its own, its parts. A part is named after the variable in "
      "whose equation\n"
      "the function stands, the function with its number there, and a word: "
      "`felt_quality.smooth3_1.stage_2`.\n"
      "Where a function says no parts, its memory is a value that no result shows. The "
      "last argument says\n"
      "how the memory starts; without it, it starts in balance with its input.");
  append_group(out, FunctionKind::random, "Random numbers",
               "One draw per time step, element and occurrence in the text. The same seed and "
               "sample give the\n"
               "same draws under every policy and future. Elements are known by their names: one "
               "that joins a\n"
               "dimension, or another order of its elements, changes no other element's draws.");
  append_group(out, FunctionKind::reduction, "Reductions",
               "Over all elements of one or several dimensions: `sum(a[k] * b[k, l] for k in kind, "
               "l in level)`\n"
               "or `sum(a[*])`. `U^n` has one factor for each of the n elements.");
  append_distributions(out);
  return out;
}

}  // namespace slackwater::language
