#include "slackwater/api/ensemble_scenario.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <iterator>

#include "core/model_implementation.hpp"
#include "core/run_layout.hpp"
#include "core/settings.hpp"
#include "ensemble_inputs.hpp"
#include "files.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/base/method.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::api {
namespace {

constexpr const char* kScenario = "ensemble.yaml";
constexpr const char* kTable = "samples.csv";
constexpr std::string_view kStart = "start ";
constexpr std::uint64_t kLargestSeed = std::uint64_t{1} << 53;  // of a YAML number

/// A text in double quotes, as YAML reads it back.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  }
  return out + "\"";
}

std::string list_of(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + in_quotes(name);
  return "[" + out + "]";
}

std::string value_of(const Setting& setting) {
  if (const auto* text = std::get_if<std::string>(&setting.value)) return in_quotes(*text);
  if (const auto* number = std::get_if<double>(&setting.value)) {
    return base::format_number(*number);
  }
  const auto& profile = std::get<Profile>(setting.value);
  std::string points;
  for (const auto& [time, value] : profile.points) {
    points += fmt::format("{}{}: {}", points.empty() ? "" : ", ", base::format_number(time),
                          base::format_number(value));
  }
  return profile.ramp ? "{ramp: {" + points + "}}" : "{" + points + "}";
}

std::string settings_of(const std::vector<Setting>& settings, bool starts) {
  std::string out;
  for (const auto& setting : settings) {
    const std::string_view target = setting.target;
    if (target.starts_with(kStart) != starts) continue;
    out += fmt::format("      {}: {}\n", in_quotes(starts ? target.substr(kStart.size()) : target),
                       value_of(setting));
  }
  return out.empty() ? out : fmt::format("    {}:\n{}", starts ? "start" : "set", out);
}

std::string policy_of(const RunOptions& options) {
  auto inside = settings_of(options.set, false) + settings_of(options.set, true);
  if (options.beyond_range) inside += "    beyond_range: true\n";
  return "policies:\n  run:" + (inside.empty() ? " {}\n" : "\n" + inside);
}

std::string time_of(const model::TimeSettings& time, const RunOptions& options) {
  auto text = fmt::format("time: {{from: {}, to: {}, step: {}, save: {}",
                          base::format_number(time.start), base::format_number(time.stop),
                          base::format_number(time.step), base::format_number(time.save));
  for (const auto& [name, value] : {std::pair{"relative_tolerance", options.relative_tolerance},
                                    std::pair{"absolute_tolerance", options.absolute_tolerance}}) {
    if (value) text += fmt::format(", {}: {}", name, base::format_number(*value));
  }
  return text + fmt::format("}}\nmethod: {}\n", base::name(time.method));
}

bool is_table(const EnsembleOptions& design) { return design.matrix || design.design == "grid"; }

std::string uncertainty_of(const EnsembleOptions& design, const RunOptions& options) {
  auto text = std::string("uncertainty:\n");
  if (is_table(design)) {
    text += fmt::format("  table: {}\n", kTable);
    if (options.beyond_range) text += "  beyond_range: true\n";
  } else {
    text += fmt::format("  design: {}\n  samples: {}\n", design.design, design.samples);
  }
  text += fmt::format("  seed: {}\n", design.seed);
  if (is_table(design)) return text;
  if (!design.draws.empty()) text += "  draw:\n";
  for (const auto& [name, distribution] : design.draws) {
    text += fmt::format("    {}: {}\n", in_quotes(name), in_quotes(distribution));
  }
  if (!design.correlations.empty()) text += "  correlate:\n";
  for (const auto& each : design.correlations) {
    text += fmt::format("    {}: {}\n", in_quotes(each.first + " ~ " + each.second),
                        base::format_number(each.coefficient));
  }
  return text;
}

std::string csv_of(const std::vector<results::DrawnInput>& columns) {
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  const auto separator = [&](std::size_t c) { return c + 1 < columns.size() ? ',' : '\n'; };
  for (std::size_t c = 0; c < columns.size(); ++c) {
    fmt::format_to(out, "\"{}\"{}", columns[c].name, separator(c));
  }
  for (std::size_t row = 0; row < columns.front().values.size(); ++row) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      fmt::format_to(out, "{}{}", base::format_number(columns[c].values[row]), separator(c));
    }
  }
  return fmt::to_string(text);
}

std::string model_name(const Model& model) {
  const auto name = std::filesystem::path(model.source_name()).filename().string();
  return name.ends_with(".sd") && name.size() > 3 ? name : "model.sd";
}

base::Diagnostics check_options(const EnsembleOptions& design, const RunOptions& options) {
  base::Diagnostics diagnostics;
  if (!options.checks) {
    diagnostics.error("E9038", "an ensemble in a folder tests the checks of its model", {},
                      "leave checks=False out, or keep the runs in memory");
  }
  if (design.seed > kLargestSeed) {
    diagnostics.error("E9038", "a scenario file has no seed beyond 2^53", {},
                      "choose a smaller one");
  }
  return diagnostics;
}

}  // namespace

base::Result<Scenario> ensemble_scenario(const Model& model, const EnsembleOptions& design,
                                         const RunOptions& options, bool strict_units) {
  const base::FloatingPointScope scope;
  const auto& lowered = model.implementation().model;
  auto diagnostics = check_options(design, options);
  const auto time = time_settings(lowered.time, options);
  diagnostics.append(time.diagnostics());
  if (diagnostics.has_errors()) return diagnostics;
  const auto overrides = read_settings(model.implementation(), options.set, options.beyond_range);
  SetElements set;
  for (const auto& override : overrides) {
    for (const auto id : lowered.match_elements(override.target)) set.insert(id.index);
  }
  // Everything is checked; of a design that draws nothing more is needed.
  const auto inputs =
      ensemble_inputs(lowered, design, set, options.beyond_range,
                      is_table(design) ? std::numeric_limits<std::size_t>::max() : 1);
  if (!inputs) return inputs.diagnostics();

  const auto path = model_name(model);
  const auto saved = options.save.empty() ? changing_variables(lowered, overrides) : options.save;
  const auto title = model.title().empty() ? path : model.title();
  std::map<std::string, std::string> texts;
  texts[kScenario] = fmt::format("scenario: {}\nmodel: {}\n{}{}{}save: {}\n", in_quotes(title),
                                 in_quotes(path), time_of(*time, options), policy_of(options),
                                 uncertainty_of(design, options), list_of(saved));
  texts[path] = model.text();
  for (const auto& [name, text] : model.files()) texts[beside(path, name)] = text;
  if (is_table(design)) texts[kTable] = csv_of(*inputs);
  return load_scenario_texts(kScenario, texts, strict_units);
}

}  // namespace slackwater::api
