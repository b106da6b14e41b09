#include "slackwater/api/page.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "page/planned_settings.hpp"
#include "scenario_implementation.hpp"
#include "slackwater/api/packed_model.hpp"
#include "slackwater/api/packed_text.hpp"
#include "slackwater/base/base64.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/report/number_text.hpp"
#include "slackwater/results/fingerprint.hpp"

namespace slackwater::api {
namespace {

using nlohmann::json;

json time_of(const scenario::Scenario& scenario) {
  const auto info = time_info(scenario.time);
  json time = {{"unit", info.unit}, {"start", info.start}, {"stop", info.stop},
               {"step", info.step}, {"save", info.save},   {"method", info.method}};
  if (scenario.relative_tolerance) time["relative_tolerance"] = *scenario.relative_tolerance;
  if (scenario.absolute_tolerance) time["absolute_tolerance"] = *scenario.absolute_tolerance;
  return time;
}

json sets_of(const std::vector<scenario::ChangeSet>& sets, const json& settings) {
  json out = json::array();
  for (std::size_t i = 0; i < sets.size(); ++i) {
    out.push_back({{"id", sets[i].label},
                   {"title", sets[i].title},
                   {"note", sets[i].note},
                   {"finding", sets[i].finding},
                   {"set", settings[i]}});
  }
  return out;
}

json levers_of(const Model& model) {
  json out = json::array();
  for (const auto& variable : model.variables()) {
    if (variable.kind != "lever" || !variable.low || !variable.high) continue;
    for (std::size_t i = 0; i < variable.elements.size(); ++i) {
      out.push_back({{"name", variable.elements[i]},
                     {"title", report::readable_name(variable.elements[i])},
                     {"unit", variable.unit},
                     {"low", *variable.low},
                     {"high", *variable.high},
                     {"value", variable.values[i]},
                     {"documentation", variable.documentation},
                     {"section", variable.section}});
    }
  }
  return out;
}

// A model without indicators does not say what matters: everything that was saved does.
std::vector<std::string> shown_names(const results::Comparison& comparison) {
  if (!comparison.indicators.empty()) return comparison.indicators;
  std::vector<std::string> names;
  for (const auto& variable : comparison.defaults.variables) names.push_back(variable.name);
  return names;
}

json model_of(const Model& model, const std::string& path, const PackedModel& packed) {
  json forms = json::array();
  for (const auto& form : packed.forms) {
    forms.push_back(
        {{"rules", json_of(form.rules)}, {"difference", base::base64(form.difference)}});
  }
  return {{"name", path},
          {"title", model.title()},
          {"text", packed.text},
          {"bytes", base::base64(packed.bytes)},
          {"links", base::base64(packed.links)},
          {"forms", std::move(forms)}};
}

json equations_of(const Model& model) {
  json out = json::array();
  for (const auto& equation : model.equations(EquationFormat::text)) {
    out.push_back({{"variable", equation.variable},
                   {"section", equation.section},
                   {"text", equation.text},
                   {"unit", equation.unit},
                   {"documentation", equation.documentation}});
  }
  return out;
}

// Those that are curves: one series each.
json indicators_of(const results::Comparison& comparison, std::vector<std::string>& names) {
  json out = json::array();
  const auto is_share = [&](const std::string& name) {
    return std::ranges::find(comparison.shares, name) != comparison.shares.end();
  };
  for (const auto& name : shown_names(comparison)) {
    const auto found =
        std::ranges::find(comparison.defaults.variables, name, &results::SavedVariable::name);
    if (found == comparison.defaults.variables.end() || found->elements != 1) continue;
    names.push_back(name);
    out.push_back({{"name", name},
                   {"title", report::readable_name(name)},
                   {"unit", found->unit},
                   {"better", found->better},
                   {"share", is_share(name)},
                   {"documentation", found->documentation}});
  }
  return out;
}

base::Diagnostics nothing_to_draw(const Scenario& scenario) {
  base::Diagnostics diagnostics;
  const auto& source = scenario.implementation().source;
  diagnostics.error("E9042", "the page would have no curve: nothing that is saved is one number",
                    {source, {}},
                    "give the model an indicator, such as a sum over an array's elements");
  return diagnostics;
}

// Eight bytes, the lowest first: half as long as seventeen digits.
void append_double(std::string& bytes, double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(bits >> shift & 0xFF);
}

json samples_of(const results::Comparison& comparison, const PlannedSettings& planned,
                const scenario::Scenario& scenario, std::size_t most) {
  if (!comparison.samples || comparison.samples->drawn.empty() || planned.follows_samples) {
    return nullptr;
  }
  const auto& drawn = comparison.samples->drawn;
  json names = json::array();
  for (const auto& input : drawn) names.push_back(input.name);
  const auto rows = std::min(most, drawn.front().values.size());
  std::string values;
  for (std::size_t i = 0; i < rows; ++i) {
    for (const auto& input : drawn) append_double(values, input.values[i]);
  }
  return {{"names", std::move(names)},
          {"rows", rows},
          {"values", base::base64(values)},
          {"of", drawn.front().values.size()},
          {"design", scenario.uncertainty ? scenario.uncertainty->design_text : ""}};
}

json story_of(const scenario::Scenario& scenario) {
  json out = json::array();
  for (const auto& step : scenario.story) {
    out.push_back({{"title", step.title},
                   {"text", step.text},
                   {"policy", scenario.policies[step.policy].label},
                   {"future", scenario.futures[step.future].label},
                   {"indicators", step.show}});
  }
  return out;
}

json claims_of(const results::Comparison& comparison) {
  json out = json::array();
  for (const auto& claim : comparison.claims) {
    json entry = {{"id", claim.id},
                  {"text", claim.text},
                  {"verdict", results::name(claim.verdict)},
                  {"numbers", claim.numbers},
                  {"passed", claim.passed}};
    if (claim.share) entry["share"] = *claim.share;
    out.push_back(std::move(entry));
  }
  return out;
}

json fingerprints_of(const results::Comparison& comparison, const std::vector<std::string>& names) {
  json out = json::object();
  const auto& table = comparison.defaults;
  for (std::size_t p = 0; p < table.policies.labels.size(); ++p) {
    for (std::size_t f = 0; f < table.futures.labels.size(); ++f) {
      out[table.policies.labels[p] + "/" + table.futures.labels[f]] =
          results::run_fingerprint(table, table.run_index(p, f, 0), names);
    }
  }
  return out;
}

}  // namespace

base::Result<std::string> page_payload(const Scenario& scenario,
                                       const results::Comparison& comparison,
                                       const PageOptions& options) {
  const base::FloatingPointScope scope;
  const auto& implementation = scenario.implementation();
  const auto& file = implementation.scenario;
  Study study(implementation, {});
  auto refused = study.prepare();
  if (refused.has_errors()) return refused;
  const auto planned = planned_settings(file, study);
  if (!planned) return planned.diagnostics();
  const auto& model = implementation.model;
  const auto packed = pack_model(model, planned->runs);
  if (!packed) return packed.diagnostics();
  std::vector<std::string> indicators;
  json page = {
      {"format", 2},
      {"version", version()},
      {"title", file.title},
      {"question", file.question},
      {"note", file.note},
      {"model", model_of(model, file.model_path, *packed)},
      {"equations", equations_of(model)},
      {"time", time_of(file)},
      {"seed", file.uncertainty ? file.uncertainty->seed : 0},
      {"start", planned->start},
      {"starts", planned->starts},
      {"start_words", comparison.provenance.start},
      {"baseline", scenario.baseline()},
      {"policies", sets_of(file.policies, planned->policies)},
      {"futures", sets_of(file.futures, planned->futures)},
      {"levers", levers_of(model)},
      {"samples", samples_of(comparison, *planned, file, options.samples)},
      {"story", story_of(file)},
      {"claims", claims_of(comparison)},
      {"command", options.command.empty() ? comparison.provenance.command : options.command}};
  page["indicators"] = indicators_of(comparison, indicators);
  if (indicators.empty()) return nothing_to_draw(scenario);
  page["fingerprints"] = fingerprints_of(comparison, indicators);
  // All texts are UTF-8: models and scenario files that are not were refused.
  return page.dump(-1, ' ', false, json::error_handler_t::replace);
}

namespace {

constexpr std::string_view kSlot = R"(<script type="text/plain" id="slackwater-payload">)";

}  // namespace

base::Diagnostics check_player(std::string_view player) {
  base::Diagnostics diagnostics;
  if (player.find(kSlot) != std::string_view::npos) return diagnostics;
  diagnostics.error("E9041",
                    player.empty() ? "this build of slackwater has no what-if page"
                                   : "the player has no place for a scenario",
                    {},
                    "install the packages that tools/apt-packages.txt marks with `demo`, and "
                    "build again");
  return diagnostics;
}

base::Result<std::string> page(const Scenario& scenario, const results::Comparison& comparison,
                               const PageOptions& options) {
  auto refused = check_player(options.player);
  if (refused.has_errors()) return refused;
  const auto payload = page_payload(scenario, comparison, options);
  if (!payload) return payload.diagnostics();
  const auto packed = packed_text(*payload);
  if (!packed) return packed.diagnostics();
  const auto begin = options.player.find(kSlot) + kSlot.size();
  const auto end = options.player.find("</script>", begin);
  std::string out(options.player.substr(0, begin));
  out += *packed;
  out += options.player.substr(end);
  return out;
}

}  // namespace slackwater::api
