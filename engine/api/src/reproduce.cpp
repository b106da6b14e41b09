#include "slackwater/api/reproduce.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <sstream>

#include "files.hpp"
#include "slackwater/results/fingerprint.hpp"

namespace slackwater::api {
namespace {

/// A file that was read, as Provenance::files names it.
struct UsedFile {
  std::string sha256;
  std::string name;  ///< as written in the text that named it
};

std::vector<UsedFile> used_files(const std::string& lines) {
  constexpr std::size_t kDigits = 64;
  std::vector<UsedFile> out;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    if (line.size() > kDigits + 2)
      out.push_back({line.substr(0, kDigits), line.substr(kDigits + 2)});
  }
  return out;
}

/// Where a file may be: beside the text that named it, beside the results, or in their folder.
std::vector<std::string> places_of(const std::string& name, const std::vector<std::string>& from,
                                   const std::string& results_path) {
  std::vector<std::string> places;
  for (const auto& text : from) places.push_back(beside(text, name));
  places.push_back(beside(results_path, name));
  places.push_back(beside(results_path, std::filesystem::path(name).filename().string()));
  return places;
}

base::Diagnostics not_found(const UsedFile& file, const std::vector<std::string>& changed,
                            const std::string& results_path) {
  base::Diagnostics diagnostics;
  const auto why = changed.empty() ? std::string("it is not there any more")
                                   : "'" + changed.front() + "' has changed since";
  diagnostics.error(
      "E9028", "the results were made from '" + file.name + "', too: " + why, {},
      "put the file with the SHA-256 " + file.sha256 + " beside '" + results_path + "'");
  return diagnostics;
}

// Every used file under each of the paths by which the texts in `from` may ask for it.
base::Diagnostics add_files(const results::Provenance& provenance, const std::string& results_path,
                            const std::vector<std::string>& from,
                            std::map<std::string, std::string>& texts) {
  for (const auto& file : used_files(provenance.files)) {
    std::vector<std::string> changed;
    std::optional<std::string> found;
    for (const auto& place : places_of(file.name, from, results_path)) {
      auto text = read_text_file(place);
      if (!text) continue;
      if (results::sha256(*text) == file.sha256) {
        found = std::move(text);
        break;
      }
      changed.push_back(place);
    }
    if (!found) return not_found(file, changed, results_path);
    for (const auto& text : from) texts.emplace(beside(text, file.name), *found);
  }
  return {};
}

// An ensemble may have kept fewer series than a comparison does.
results::RunTable keep_as(const results::RunTable& found, results::RunTable table) {
  std::erase_if(table.variables,
                [&](const auto& variable) { return found.find(variable.name) == nullptr; });
  for (auto& variable : table.variables) {
    if (found.find(variable.name)->values.empty()) variable.values.clear();
  }
  return table;
}

}  // namespace

base::Result<Scenario> load_scenario_of(const results::Provenance& provenance,
                                        const std::string& results_path) {
  const auto& name = provenance.scenario_name;
  const auto model = beside(name, provenance.model_name);
  // A comparison names the model as its scenario file does, a single run as it was opened.
  std::map<std::string, std::string> texts{{name, provenance.scenario_text},
                                           {model, provenance.model_text},
                                           {provenance.model_name, provenance.model_text}};
  const auto missing = add_files(provenance, results_path, {name, model}, texts);
  if (missing.has_errors()) return missing;
  return load_scenario_texts(name, texts);
}

base::Result<Model> load_model_of(const results::Provenance& provenance,
                                  const std::string& results_path) {
  const auto& name = provenance.model_name;
  std::map<std::string, std::string> texts;
  const auto missing = add_files(provenance, results_path, {name}, texts);
  if (missing.has_errors()) return missing;
  LoadOptions options;
  options.read_file = [&](const std::string& path) -> std::optional<std::string> {
    const auto found = texts.find(beside(name, path));
    if (found == texts.end()) return std::nullopt;
    return found->second;
  };
  return load_model(name, provenance.model_text, options);
}

base::Result<results::Comparison> compare_again(const results::Comparison& found,
                                                const std::string& results_path,
                                                const CompareOptions& options,
                                                const Progress& progress) {
  auto scenario = load_scenario_of(found.provenance, results_path);
  if (scenario && found.samples) scenario = with_samples(*scenario, found.samples->samples);
  if (!scenario) return scenario.diagnostics();
  auto same = options;
  same.with_samples = found.samples.has_value();
  same.command = found.provenance.command;
  auto again = compare(*scenario, same, progress);
  if (!again || !found.samples) return again;
  again->samples = keep_as(*found.samples, std::move(*again->samples));
  again->provenance.fingerprint = results::fingerprint(*again);
  return again;
}

}  // namespace slackwater::api
