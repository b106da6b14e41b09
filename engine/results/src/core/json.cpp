#include "slackwater/results/json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace slackwater::results {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json numbers(std::span<const double> values) {
  Json list = Json::array();
  for (const double value : values) list.push_back(number(value));
  return list;
}

template <class Status>
Json names(const std::vector<Status>& values) {
  Json list = Json::array();
  for (const auto value : values) list.push_back(std::string(name(value)));
  return list;
}

Json axis_json(const Axis& axis) {
  Json json{{"name", axis.name}, {"labels", axis.labels}};
  if (!axis.titles.empty()) json["titles"] = axis.titles;
  return json;
}

// An array's element is addressed as values[policy][future][sample][element]: a list over time.
Json series_json(const RunTable& table, const SavedVariable& variable) {
  Json policies = Json::array();
  for (std::size_t p = 0; p < table.policies.labels.size(); ++p) {
    Json futures = Json::array();
    for (std::size_t f = 0; f < table.futures.labels.size(); ++f) {
      Json samples = Json::array();
      for (std::size_t s = 0; s < table.samples; ++s) {
        Json elements = Json::array();
        for (std::size_t e = 0; e < variable.elements; ++e) {
          elements.push_back(numbers(table.series(variable, table.run_index(p, f, s), e)));
        }
        samples.push_back(std::move(elements));
      }
      futures.push_back(std::move(samples));
    }
    policies.push_back(std::move(futures));
  }
  return policies;
}

Json variable_json(const RunTable& table, const SavedVariable& variable, bool series) {
  Json json{{"name", variable.name},         {"kind", variable.kind},
            {"unit", variable.unit},         {"documentation", variable.documentation},
            {"source", variable.provenance}, {"better", variable.better}};
  Json elements = Json::array();
  for (std::size_t e = 0; e < variable.elements; ++e) {
    elements.push_back(table.element_name(variable, e));
  }
  json["elements"] = std::move(elements);
  if (series) json["values"] = series_json(table, variable);
  return json;
}

Json failure_json(const RunTable& table, const RunFailure& failure) {
  return {{"policy", table.policies.labels[failure.policy]},
          {"future", table.futures.labels[failure.future]},
          {"sample", failure.sample},
          {"status", std::string(name(failure.status))},
          {"time", number(failure.time)},
          {"variable", failure.variable},
          {"message", failure.message},
          {"detail", failure.detail}};
}

Json table_json(const RunTable& table, bool series) {
  Json json{{"policies", axis_json(table.policies)},
            {"futures", axis_json(table.futures)},
            {"samples", table.samples},
            {"time_unit", table.time_unit}};
  if (series) json["time"] = numbers(table.time);
  json["axes"] = Json::array();
  for (const auto& axis : table.axes) json["axes"].push_back(axis_json(axis));
  json["variables"] = Json::array();
  for (const auto& variable : table.variables) {
    json["variables"].push_back(variable_json(table, variable, series));
  }
  json["drawn"] = Json::array();
  for (const auto& input : table.drawn) {
    json["drawn"].push_back({{"name", input.name},
                             {"unit", input.unit},
                             {"distribution", input.distribution},
                             {"values", numbers(input.values)}});
  }
  json["status"] = names(table.status);
  json["stopped_at"] = numbers(table.stopped_at);
  json["failures"] = Json::array();
  for (const auto& failure : table.failures)
    json["failures"].push_back(failure_json(table, failure));
  return json;
}

Json metric_json(const Metric& metric) {
  return {{"name", metric.name},
          {"unit", metric.unit},
          {"definition", metric.definition},
          {"documentation", metric.documentation},
          {"values", numbers(metric.values)},
          {"status", names(metric.status)}};
}

Json metrics_json(const std::vector<Metric>& metrics) {
  Json list = Json::array();
  for (const auto& metric : metrics) list.push_back(metric_json(metric));
  return list;
}

Json scan_json(const Scan& scan) {
  return {{"name", scan.name},           {"title", scan.title},
          {"vary", scan.vary},           {"vary_unit", scan.vary_unit},
          {"measure", scan.measure},     {"measure_unit", scan.measure_unit},
          {"policy", scan.policy},       {"future", scan.future},
          {"x", numbers(scan.x)},        {"y", numbers(scan.y)},
          {"status", names(scan.status)}};
}

Json search_json(const Search& search) {
  return {
      {"name", search.name},         {"title", search.title},         {"vary", search.vary},
      {"unit", search.unit},         {"policy", search.policy},       {"future", search.future},
      {"until", search.until},       {"found", search.found},         {"low", number(search.low)},
      {"high", number(search.high)}, {"value", number(search.value)}, {"runs", search.runs},
      {"message", search.message}};
}

Json claim_json(const Claim& claim) {
  Json json{{"id", claim.id},
            {"claim", claim.text},
            {"source", claim.source},
            {"that", claim.that},
            {"verdict", std::string(name(claim.verdict))},
            {"passed", claim.passed},
            {"numbers", claim.numbers},
            {"left", number(claim.left.value)},
            {"left_status", std::string(name(claim.left.status))},
            {"sign", claim.sign},
            {"right", number(claim.right.value)},
            {"right_status", std::string(name(claim.right.status))},
            {"unit", claim.unit},
            {"note", claim.note},
            {"fragile", claim.fragile},
            {"required_share", nullptr},
            {"share", nullptr}};
  if (claim.required_share) json["required_share"] = number(*claim.required_share);
  if (claim.share) {
    json["share"] = number(*claim.share);
    json["share_low"] = number(claim.share_low);
    json["share_high"] = number(claim.share_high);
  }
  json["samples_tested"] = claim.samples_tested;
  json["samples_failed_runs"] = claim.samples_failed_runs;
  return json;
}

Json provenance_json(const Provenance& provenance) {
  return {{"version", provenance.version},
          {"model_name", provenance.model_name},
          {"scenario_name", provenance.scenario_name},
          {"method", provenance.method},
          {"time_step", number(provenance.time_step)},
          {"seed", provenance.seed},
          {"design", provenance.design},
          {"fingerprint", provenance.fingerprint},
          {"command", provenance.command},
          {"files_sha256", provenance.files},
          {"start", provenance.start}};
}

Json settings_json(const std::vector<PolicySetting>& settings) {
  Json list = Json::array();
  for (const auto& s : settings) {
    list.push_back({{"policy", s.policy},
                    {"future", s.future},
                    {"lever", s.lever},
                    {"value", s.value},
                    {"model_value", s.model_value},
                    {"unit", s.unit},
                    {"documentation", s.documentation},
                    {"beyond_range", s.beyond_range}});
  }
  return list;
}

Json assumptions_json(const std::vector<Assumption>& assumptions) {
  Json list = Json::array();
  for (const auto& a : assumptions) {
    list.push_back({{"name", a.name},
                    {"value", a.value},
                    {"unit", a.unit},
                    {"documentation", a.documentation},
                    {"source", a.provenance},
                    {"range", a.range}});
  }
  return list;
}

// Bytes that are no UTF-8 (from a user's file) are replaced: an exception is not possible here.
std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const RunTable& table, JsonOptions options) {
  return text_of(table_json(table, options.series), options.indent);
}

std::string to_json(const Comparison& comparison, JsonOptions options) {
  Json json{{"title", comparison.title},
            {"question", comparison.question},
            {"note", comparison.note},
            {"model_title", comparison.model_title},
            {"baseline", comparison.baseline},
            {"indicators", comparison.indicators},
            {"policy_notes", comparison.policy_notes},
            {"future_notes", comparison.future_notes},
            {"defaults", table_json(comparison.defaults, options.series)},
            {"metrics", metrics_json(comparison.metrics)}};
  json["samples"] = nullptr;
  if (comparison.samples) {
    json["samples"] = table_json(*comparison.samples, false);
    json["sample_metrics"] = metrics_json(comparison.sample_metrics);
  }
  json["scans"] = Json::array();
  for (const auto& scan : comparison.scans) json["scans"].push_back(scan_json(scan));
  json["searches"] = Json::array();
  for (const auto& search : comparison.searches) json["searches"].push_back(search_json(search));
  json["claims"] = Json::array();
  for (const auto& claim : comparison.claims) json["claims"].push_back(claim_json(claim));
  json["settings"] = settings_json(comparison.settings);
  json["assumptions"] = assumptions_json(comparison.assumptions);
  json["provenance"] = provenance_json(comparison.provenance);
  return text_of(json, options.indent);
}

}  // namespace slackwater::results
