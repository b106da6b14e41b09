#include "slackwater/api/scenario.hpp"

#include <functional>
#include <optional>

#include <algorithm>

#include "core/model_implementation.hpp"
#include "core/rest.hpp"
#include "files.hpp"
#include "scenario_implementation.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/scenario/format.hpp"

namespace slackwater::api {

std::string scenario_schema() { return scenario::json_schema(); }

namespace {

using Read = std::function<std::optional<std::string>(const std::string& path)>;
using ReadTable = std::function<base::Result<std::string>(const std::string& path)>;

// `read` gives the model and its data files, `read_table` tables; paths are as seen from here.
base::Result<Scenario> load(const std::string& path, std::string text, const Read& read,
                            const ReadTable& read_table, bool strict_units) {
  const base::FloatingPointScope scope;
  auto source = std::make_shared<const base::SourceText>(path, std::move(text));
  auto file = scenario::parse(source);
  if (!file) return file.diagnostics();

  const auto model_path = beside(path, file->model_path);
  auto model_text = read(model_path);
  if (!model_text) {
    base::Diagnostics diagnostics = file->mistakes;
    diagnostics.error("E9012", "cannot read the model '" + model_path + "'", file->model_place,
                      "the path is taken relative to the scenario file");
    diagnostics.sort();
    return diagnostics;
  }
  LoadOptions model_options;
  model_options.strict_units = strict_units;
  model_options.read_file = [read, model_path](const std::string& name) {
    return read(beside(model_path, name));
  };
  auto model = load_model(model_path, std::move(*model_text), model_options);
  if (!model) {
    base::Diagnostics diagnostics = file->mistakes;
    diagnostics.append(model.diagnostics());
    return diagnostics;
  }

  scenario::ResolveOptions options;
  std::map<std::string, std::string> files;
  options.read_table = [&](const std::string& name) {
    auto table = read_table(beside(path, name));
    if (table) files[name] = *table;
    return table;
  };
  const auto& loaded = model->implementation();
  options.check_overrides = [&loaded](const std::vector<model::Override>& overrides) {
    return loaded.forms->under(overrides).diagnostics();
  };
  auto resolved = scenario::resolve(*file, loaded.model, options);
  base::Diagnostics diagnostics = resolved.diagnostics();
  diagnostics.append(model->diagnostics());
  diagnostics.sort();
  if (resolved && resolved->start.equilibrium) {
    diagnostics.append(can_rest(loaded.model, resolved->start.place));
  }
  if (diagnostics.has_errors()) return diagnostics;

  auto implementation =
      std::make_shared<Scenario::Implementation>(Scenario::Implementation{std::move(source),
                                                                          std::move(*resolved),
                                                                          std::move(*model),
                                                                          {},
                                                                          {},
                                                                          diagnostics,
                                                                          std::move(files)});
  for (const auto& policy : implementation->scenario.policies) {
    implementation->policies.push_back(policy.label);
  }
  for (const auto& future : implementation->scenario.futures) {
    implementation->futures.push_back(future.label);
  }
  return {Scenario(std::move(implementation)), std::move(diagnostics)};
}

}  // namespace

base::Result<Scenario> load_scenario_file(const std::string& path, bool strict_units) {
  auto text = read_source_file(path);
  if (!text) return text.diagnostics();
  return load(path, std::move(*text), read_text_file, read_table_file, strict_units);
}

base::Result<Scenario> load_scenario_texts(const std::string& path,
                                           const std::map<std::string, std::string>& texts,
                                           bool strict_units) {
  const Read read = [texts](const std::string& name) -> std::optional<std::string> {
    const auto found = texts.find(name);
    if (found == texts.end()) return std::nullopt;
    return found->second;
  };
  const ReadTable read_table = [read](const std::string& name) -> base::Result<std::string> {
    if (auto text = read(name)) return std::move(*text);
    base::Diagnostics diagnostics;
    diagnostics.error("E1115", "the text of the table '" + name + "' is not there", {});
    return diagnostics;
  };
  return load(path, read(path).value_or(""), read, read_table, strict_units);
}

Scenario::Scenario(std::shared_ptr<const Implementation> implementation)
    : implementation_(std::move(implementation)) {}

const std::string& Scenario::title() const { return implementation_->scenario.title; }
const std::string& Scenario::question() const { return implementation_->scenario.question; }
const std::string& Scenario::source_name() const { return implementation_->source->name(); }
std::string Scenario::text() const { return std::string(implementation_->source->text()); }
std::map<std::string, std::string> Scenario::texts() const {
  const auto& model = implementation_->model;
  std::map<std::string, std::string> out{{source_name(), text()},
                                         {model.source_name(), model.text()}};
  for (const auto& [name, text] : model.files()) out[beside(model.source_name(), name)] = text;
  for (const auto& [name, text] : implementation_->files) out[beside(source_name(), name)] = text;
  return out;
}

namespace {

std::string title_of(const std::vector<scenario::ChangeSet>& sets, const std::string& label) {
  for (const auto& set : sets) {
    if (set.label == label && !set.title.empty()) return set.title;
  }
  return label;
}

}  // namespace

Model Scenario::model() const { return implementation_->model; }
std::vector<std::string> Scenario::policies() const { return implementation_->policies; }
std::vector<std::string> Scenario::futures() const { return implementation_->futures; }

std::string Scenario::title_of_policy(const std::string& label) const {
  return title_of(implementation_->scenario.policies, label);
}
std::string Scenario::title_of_future(const std::string& label) const {
  return title_of(implementation_->scenario.futures, label);
}

const base::Diagnostics& Scenario::diagnostics() const { return implementation_->diagnostics; }

const std::string& Scenario::baseline() const {
  return implementation_->policies[implementation_->scenario.baseline];
}

std::size_t Scenario::samples() const {
  const auto& uncertainty = implementation_->scenario.uncertainty;
  return uncertainty ? uncertainty->samples : 0;
}

std::uint64_t Scenario::seed() const {
  const auto& uncertainty = implementation_->scenario.uncertainty;
  return uncertainty ? uncertainty->seed : 0;
}

TimeInfo Scenario::time() const { return time_info(implementation_->scenario.time); }

std::string Scenario::file_hashes() const {
  return hash_lines({implementation_->files, implementation_->model.files()});
}

}  // namespace slackwater::api
