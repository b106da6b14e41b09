#include <fmt/format.h>

#include "check_format.hpp"
#include "format_table.hpp"
#include "slackwater/scenario/format.hpp"

namespace slackwater::scenario {
namespace {

std::string shape_text(const Key& key) {
  switch (key.shape) {
    case Shape::text:
      return "text";
    case Shape::label:
      return "a label";
    case Shape::quantity:
      return "a number, with a unit or `%`";
    case Shape::integer:
      return "a whole number";
    case Shape::yes_no:
      return "`true` or `false`";
    case Shape::expression:
      return "an expression";
    case Shape::interval:
      return "`a .. b`";
    case Shape::record:
      return "a map";
    case Shape::records_by_label:
      return fmt::format("labels, each a {}", key.part);
    case Shape::expressions_by_name:
      return fmt::format("names, each an expression or a {}", key.part);
    case Shape::list_of_records:
      return fmt::format("a list, each a {}", key.part);
    case Shape::settings:
      return "targets, each a value";
    case Shape::list_of_names:
      return "a list of names";
    case Shape::values:
      return "`a .. b step c` or a list";
    case Shape::draws:
      return "parameters, each a distribution";
    case Shape::correlations:
      return "pairs `a ~ b`, each a number";
    case Shape::ranges:
      return "parameters, each `a .. b` or nothing";
    case Shape::word:
    case Shape::word_or_record:
    case Shape::names: {
      std::string text;
      for (const auto& choice : split_choices(key.choices)) {
        text += fmt::format("{}`{}`", text.empty() ? "" : ", ", choice);
      }
      if (key.shape == Shape::word_or_record) text += " or a map";
      if (key.shape == Shape::names) text += " or a list of names";
      return text;
    }
  }
  return "";
}

std::string tables_of(std::span<const Part> parts) {
  std::string text;
  for (const auto& part : parts) {
    text += fmt::format("### {}\n\n| key | value | meaning |\n|---|---|---|\n", part.title);
    for (const auto& key : part.keys) {
      text += fmt::format("| `{}`{} | {} | {} |\n", key.name, key.required ? " (required)" : "",
                          shape_text(key), key.documentation);
    }
    text += "\n";
  }
  text.pop_back();
  return text;
}

}  // namespace

std::string key_tables() { return tables_of(format_parts()); }
std::string targets_key_tables() { return tables_of(targets_parts()); }

}  // namespace slackwater::scenario
