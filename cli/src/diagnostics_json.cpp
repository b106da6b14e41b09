#include "diagnostics_json.hpp"

namespace slackwater::cli {
namespace {

using Json = nlohmann::ordered_json;

void add_place(Json& out, const base::Place& place) {
  if (!place.source) return;
  const auto begin = place.source->position(place.span.begin);
  const auto end = place.source->position(place.span.end);
  out["file"] = place.source->name();
  out["line"] = begin.line;
  out["column"] = begin.column;
  out["end_line"] = end.line;
  out["end_column"] = end.column;
}

const char* word(base::Severity severity) {
  switch (severity) {
    case base::Severity::error:
      return "error";
    case base::Severity::warning:
      return "warning";
    case base::Severity::note:
      break;
  }
  return "note";
}

}  // namespace

nlohmann::ordered_json to_json(const base::Diagnostics& diagnostics) {
  auto out = Json::array();
  for (const auto& entry : diagnostics.entries()) {
    Json item;
    item["severity"] = word(entry.severity);
    item["code"] = entry.code;
    item["message"] = entry.message;
    if (!entry.hint.empty()) item["hint"] = entry.hint;
    add_place(item, entry.place);
    for (const auto& note : entry.notes) {
      Json described{{"message", note.message}};
      add_place(described, note.place);
      item["notes"].push_back(std::move(described));
    }
    out.push_back(std::move(item));
  }
  return out;
}

std::string json_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace slackwater::cli
