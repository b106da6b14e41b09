#include "slackwater/language/functions.hpp"

#include <algorithm>
#include <initializer_list>

#include "function_table.hpp"

namespace slackwater::language {
namespace {

std::string_view default_text(DefaultValue value, const FunctionInfo& info) {
  switch (value) {
    case DefaultValue::zero:
      return "0";
    case DefaultValue::one:
      return "1";
    case DefaultValue::first_argument:
      return info.parameter_slots[0].name;
    case DefaultValue::stop_time:
      return "stop_time";
    case DefaultValue::required:
      break;
  }
  return "";
}

}  // namespace

std::size_t FunctionInfo::required_count() const {
  const auto list = parameters();
  return static_cast<std::size_t>(std::count_if(
      list.begin(), list.end(),
      [](const auto& parameter) { return parameter.default_value == DefaultValue::required; }));
}

std::span<const FunctionInfo> functions() { return kFunctions; }

const FunctionInfo& function_info(FunctionId id) {
  return kFunctions[static_cast<std::size_t>(id)];
}

const FunctionInfo* find_function(std::string_view name) {
  const auto found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                  [&](const auto& info) { return info.name == name; });
  return found == std::end(kFunctions) ? nullptr : &*found;
}

const FunctionInfo* find_reduction(std::string_view name) {
  const auto found = std::find_if(
      std::begin(kFunctions), std::end(kFunctions),
      [&](const auto& info) { return info.kind == FunctionKind::reduction && info.name == name; });
  return found == std::end(kFunctions) ? nullptr : &*found;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& info : kFunctions) {
    if (std::find(names.begin(), names.end(), info.name) == names.end()) {
      names.emplace_back(info.name);
    }
  }
  return names;
}

std::string signature(const FunctionInfo& info) {
  std::string text(info.name);
  if (info.kind == FunctionKind::clock) return text;
  if (info.kind == FunctionKind::reduction) return text + "(x for i in dimension)";
  text += "(";
  for (const auto& parameter : info.parameters()) {
    if (text.back() != '(') text += ", ";
    text += parameter.name;
    const auto value = default_text(parameter.default_value, info);
    if (!value.empty()) (text += " = ").append(value);
  }
  if (info.variadic) text += ", ...";
  return text + ")";
}

}  // namespace slackwater::language
