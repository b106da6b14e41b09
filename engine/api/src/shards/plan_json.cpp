#include <nlohmann/json.hpp>

#include "slackwater/api/ensemble_plan.hpp"
#include "slackwater/results/fingerprint.hpp"

namespace slackwater::api {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr std::size_t kLargestText = std::size_t{1} << 20;

Json files_of(const EnsemblePlan& plan) {
  auto files = Json::array();
  for (const auto& [path, text] : plan.texts) {
    Json file{{"path", path}, {"sha256", results::sha256(text)}};
    if (text.size() <= kLargestText) file["text"] = text;
    files.push_back(std::move(file));
  }
  return files;
}

EnsemblePlan plan_of(const Json& json,
                     const std::function<std::string(const std::string&)>& large_text) {
  EnsemblePlan plan;
  json.at("version").get_to(plan.version);
  json.at("scenario").get_to(plan.scenario);
  json.at("strict_units").get_to(plan.strict_units);
  json.at("samples").get_to(plan.samples);
  plan.file_samples = json.value("file_samples", std::uint64_t{0});
  json.at("seed").get_to(plan.seed);
  json.at("design").get_to(plan.design);
  json.at("shard_size").get_to(plan.shard_size);
  json.at("series").get_to(plan.series);
  const auto fans = fans_named(json.at("fans").get<std::string>());
  if (!fans || plan.shard_size == 0 || plan.samples == 0) throw std::out_of_range("a value");
  plan.fans = *fans;
  json.at("policies").get_to(plan.policies);
  json.at("futures").get_to(plan.futures);
  json.at("variables").get_to(plan.variables);
  json.at("measures").get_to(plan.measures);
  json.at("claims").get_to(plan.claims);
  for (const auto& file : json.at("files")) {
    const auto hash = file.at("sha256").get<std::string>();
    auto text = file.contains("text") ? file["text"].get<std::string>() : large_text(hash);
    if (results::sha256(text) != hash) throw std::out_of_range("the text of a file");
    plan.texts.emplace(file.at("path").get<std::string>(), std::move(text));
  }
  return plan;
}

}  // namespace

std::string to_json(const EnsemblePlan& plan) {
  Json json{{"slackwater_ensemble", kFormat}, {"version", plan.version},
            {"scenario", plan.scenario},      {"strict_units", plan.strict_units},
            {"samples", plan.samples},        {"seed", plan.seed},
            {"design", plan.design},          {"shard_size", plan.shard_size},
            {"series", plan.series},          {"fans", name(plan.fans)},
            {"policies", plan.policies},      {"futures", plan.futures},
            {"variables", plan.variables},    {"measures", plan.measures},
            {"claims", plan.claims},          {"files", files_of(plan)}};
  if (plan.file_samples != 0) json["file_samples"] = plan.file_samples;
  return json.dump(2) + "\n";
}

std::map<std::string, std::string> large_texts(const EnsemblePlan& plan) {
  std::map<std::string, std::string> out;
  for (const auto& [path, text] : plan.texts) {
    if (text.size() > kLargestText) out.emplace(results::sha256(text), text);
  }
  return out;
}

base::Result<EnsemblePlan> parse_plan(
    const std::string& text, const std::function<std::string(const std::string&)>& large_text) {
  base::Diagnostics diagnostics;
  try {
    const auto json = Json::parse(text);
    if (json.at("slackwater_ensemble").get<int>() == kFormat) return plan_of(json, large_text);
    diagnostics.error("E9031", "the plan is of another format than this version writes", {},
                      "use the version that began the ensemble, or another folder");
  } catch (const std::exception& error) {
    // The library's own text says what is missing, or where the text ends.
    diagnostics.error("E9031", std::string("the plan cannot be read: ") + error.what(), {},
                      "take plan.json from a copy, or begin again in another folder");
  }
  return diagnostics;
}

}  // namespace slackwater::api
