#include <nlohmann/json.hpp>

#include "check_format.hpp"
#include "format_table.hpp"
#include "slackwater/scenario/format.hpp"

namespace slackwater::scenario {
namespace {

// Keys stay in the order of the table, which is the order that editors offer them in.
using Json = nlohmann::ordered_json;

constexpr const char* kLabel = "^[A-Za-z_][A-Za-z0-9_]*$";

std::string pointer(std::string_view part) { return "#/$defs/" + std::string(part); }

Json words(std::string_view choices) {
  auto schema = Json::object();
  schema["enum"] = split_choices(choices);
  return schema;
}

Json reference(std::string_view part) { return Json{{"$ref", pointer(part)}}; }

Json either(Json first, Json second) {
  auto schema = Json::object();
  schema["anyOf"] = Json::array({std::move(first), std::move(second)});
  return schema;
}

Json scalar() { return Json{{"type", Json::array({"string", "number", "boolean"})}}; }

Json quantity() { return Json{{"type", Json::array({"number", "string"})}}; }

Json list_of(Json item) { return Json{{"type", "array"}, {"items", std::move(item)}}; }

Json map_of(Json value, bool labels) {
  auto schema = Json{{"type", Json::array({"object", "null"})}};
  if (labels) schema["propertyNames"] = Json{{"pattern", kLabel}};
  schema["additionalProperties"] = std::move(value);
  return schema;
}

Json value_schema(const Key& key) {
  switch (key.shape) {
    case Shape::text:
      return scalar();
    case Shape::label:
      return Json{{"type", "string"}, {"pattern", kLabel}};
    case Shape::expression:
    case Shape::interval:
      return Json{{"type", Json::array({"string", "number"})}};
    case Shape::quantity:
      return quantity();
    case Shape::integer:
      return Json{{"type", "integer"}, {"minimum", 0}};
    case Shape::yes_no:
      return Json{{"type", "boolean"}};
    case Shape::word:
      return words(key.choices);
    case Shape::record:
      return reference(key.part);
    case Shape::word_or_record:
      return either(words(key.choices), reference(key.part));
    case Shape::records_by_label:
      return map_of(either(reference(key.part), Json{{"type", "null"}}), true);
    case Shape::expressions_by_name:
      return map_of(either(quantity(), reference(key.part)), true);
    case Shape::list_of_records:
      return list_of(reference(key.part));
    case Shape::settings:
      return map_of(either(quantity(), Json{{"type", "object"}}), false);
    case Shape::names:
      return either(words(key.choices), list_of(Json{{"type", "string"}}));
    case Shape::list_of_names:
      return list_of(Json{{"type", "string"}});
    case Shape::values:
      return either(quantity(), list_of(quantity()));
    case Shape::draws:
      return map_of(either(quantity(), list_of(quantity())), false);
    case Shape::correlations:
      return map_of(quantity(), false);
    case Shape::ranges:
      return map_of(Json{{"type", Json::array({"string", "null"})}}, false);
  }
  return Json::object();
}

std::string plain(std::string_view documentation) {
  std::string text;
  for (const char c : documentation) {
    if (c != '`') text += c;
  }
  return text;
}

Json part_schema(const Part& part) {
  auto schema = Json{{"type", "object"}, {"additionalProperties", false}};
  auto required = Json::array();
  for (const auto& key : part.keys) {
    auto value = value_schema(key);
    value["description"] = plain(key.documentation);
    schema["properties"][std::string(key.name)] = std::move(value);
    if (key.required) required.push_back(std::string(key.name));
  }
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

std::string schema_of(std::span<const Part> parts, const char* title) {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  schema.update(part_schema(parts.front()));
  for (const auto& part : parts.subspan(1)) {
    schema["$defs"][std::string(part.name)] = part_schema(part);
  }
  return schema.dump(2) + "\n";
}

}  // namespace

std::string json_schema() { return schema_of(format_parts(), "Slackwater scenario file"); }
std::string targets_schema() { return schema_of(targets_parts(), "Slackwater targets file"); }

}  // namespace slackwater::scenario
