#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../check_format.hpp"
#include "../expression/checker.hpp"
#include "../yaml_tree.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/scenario/scenario.hpp"

namespace slackwater::scenario {

/// What all steps of resolving share: the file, the model, the scenario in the making, and what is
/// wrong.
struct Resolver {
  const YamlTree& tree;
  const model::Model& model;
  const ResolveOptions& options;
  Scenario scenario;
  base::Diagnostics diagnostics;

  const YamlNode& root() const { return tree.root; }
  void error(std::string code, std::string message, const YamlNode& node, std::string hint = {}) {
    diagnostics.error(std::move(code), std::move(message), tree.place(node), std::move(hint));
  }
};

// quantities.cpp: numbers with units, ranges, lists
/// A number in `unit`; a bare one takes it. Errors are reported.
std::optional<double> quantity(Resolver& resolver, const YamlNode& node, std::string_view unit);
std::optional<double> quantity(Resolver& resolver, const TextRange& text, std::string_view unit);
/// Whether a text can only be meant as a number: it holds no name but units.
bool looks_constant(const Resolver& resolver, const TextRange& text);
/// "a .. b": both ends in `unit`.
std::optional<std::pair<double, double>> interval(Resolver& resolver, const YamlNode& node,
                                                  std::string_view unit);
/// "a .. b step c" or a list of numbers, rising.
std::vector<double> values(Resolver& resolver, const YamlNode& node, std::string_view unit);
/// "0.15 week": as people read it.
std::string with_unit(double value, std::string_view unit);

// targets.cpp: names of the model
enum class TargetKind { input, stock, parameter };
struct Target {
  const model::Variable* variable = nullptr;
  std::vector<model::ElementId> elements;
};
/// Finds what may be set (or started); `text` is a name or a pattern. Errors are reported at
/// `node`.
std::optional<Target> target(Resolver& resolver, const YamlNode& node, std::string_view text,
                             TargetKind kind);
/// False, and reported, for a value outside the range that the model declares.
bool check_range(Resolver& resolver, const base::Place& place, const model::Variable& variable,
                 double value);
bool is_inside(const model::Variable& variable, double value);
/// "0.001 .. 0.01 1/week", of a variable that declares one.
std::string range_text(const model::Variable& variable);
/// Where the range is declared.
std::string range_hint(const model::Variable& variable);
bool is_label(std::string_view text);
std::optional<std::size_t> policy_named(Resolver& resolver, const YamlNode& map,
                                        std::string_view key);
std::optional<std::size_t> future_named(Resolver& resolver, const YamlNode& map,
                                        std::string_view key);

// the parts of the file, in the order in which they need each other
void resolve_time(Resolver& resolver);
void resolve_change_sets(Resolver& resolver);
void resolve_start(Resolver& resolver);
void resolve_uncertainty(Resolver& resolver);
void resolve_studies(Resolver& resolver);
void resolve_measures(Resolver& resolver);
void resolve_story(Resolver& resolver);
void resolve_save(Resolver& resolver);

// settings.cpp
/// What a `set:` or `start:` is about.
struct SettingsOf {
  bool start = false;         ///< stocks
  bool beyond_range = false;  ///< values may leave the ranges of the model
  std::string origin;         ///< label of the policy or future; empty: the file's `start:`
};
std::vector<Setting> settings(Resolver& resolver, const YamlNode* map, const SettingsOf& of);

// distributions.cpp
std::optional<model::Distribution> distribution(Resolver& resolver, const YamlNode& node,
                                                const model::Variable& variable);

// draw_checks.cpp
/// Reports draws that may leave the range of their parameter: an error where they are bounded and
/// written, a warning `around` a default and for tails.
void check_drawn_range(Resolver& resolver, const Draw& draw, bool around);
/// Reports draws that the settings of runs override: a warning where some do, an error where all
/// do. Those that nobody named are no error but the answer: they are to be left out.
std::vector<std::size_t> check_draws_are_used(Resolver& resolver, const std::vector<Draw>& draws,
                                              bool named);

// correlations.cpp
/// `correlate`, once it is known what is drawn; nothing when it is not written.
void read_correlations(Resolver& resolver, const YamlNode* map, Uncertainty& uncertainty);

// sample_table.cpp: `table: draws.csv` of the map `uncertainty` into draws and rows
void read_sample_table(Resolver& resolver, const YamlNode& map, Uncertainty& uncertainty);

}  // namespace slackwater::scenario
