#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/result.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/model/model.hpp"

/// Scenario files: which policies meet which futures, what is measured, and what is claimed about
/// it.
namespace slackwater::scenario {

struct YamlTree;    ///< the text as keys and values with places; private
struct Expression;  ///< a measure, condition or claim, parsed and checked; private

/// A scenario file whose text is well formed; names are not checked yet, because the model is not
/// known.
struct ScenarioFile {
  base::SourcePtr source;
  std::string title;
  std::string model_path;  ///< as written: relative to the scenario file's folder
  base::Place model_place;
  std::shared_ptr<const YamlTree> tree;
  /// Errors that names can be checked in spite of: unknown keys, a key twice. `resolve` reports
  /// them with its own and never succeeds.
  base::Diagnostics mistakes;
};

/// Reads the YAML and checks it against the format's table: keys, their types, required ones. All
/// errors in one go.
base::Result<ScenarioFile> parse(const base::SourcePtr& source);

/// How a setting changes what it names; all but `set` exist for stock starts only.
enum class Change : std::uint8_t { set, add, multiply };

/// One entry of `set:` or `start:`, resolved against the model.
struct Setting {
  model::Override override;  ///< `start` is true for a stock's initial value
  Change change = Change::set;
  std::string variable;                    ///< that the target is a part of
  std::vector<model::ElementId> elements;  ///< that the target names
  std::string text;    ///< the value as people read it: "0.15", "0 week: 0.15, 60 week: 0"
  std::string origin;  ///< label of the policy or future that wrote it; empty: `start:`
  /// Where a value lies outside the range that the model declares: that range, as people read it.
  std::string outside;
  /// `{at_start: ...}`: the rule is no rule but a number, computed once for each sample in the
  /// file's common start.
  bool at_start = false;

  /// A number for a parameter or a stock start: no program of its own is needed.
  bool is_number() const { return std::holds_alternative<double>(override.value); }
};

/// A labelled set of changes to the model: a policy or a future.
///
/// Guarantees: `settings` and `starts` hold everything inherited, parents first; later entries win.
struct ChangeSet {
  std::string label;
  std::string title;  ///< the label when none is written
  std::string note;
  std::string finding;
  std::optional<std::size_t> based_on;
  std::vector<Setting> settings;
  std::vector<Setting> starts;
  base::Place place;
};

/// Where every run starts, before the starts of its policy and future apply.
struct Start {
  bool equilibrium = false;  ///< else the model's initial values
  bool per_sample = false;   ///< solve the equilibrium again with each sample's parameters
  std::size_t policy = 0;    ///< whose equilibrium: the baseline unless another is named
  std::vector<Setting>
      settings;  ///< levers that hold while the equilibrium is solved, after the policy's
  std::vector<Setting> values;  ///< then these replace or change single stocks
  base::Place place;            ///< of the key `start`
};

/// One uncertain input: an element of a parameter, lever or constant.
struct Draw {
  model::ElementId element;
  std::string name;  ///< of the element
  std::string unit;
  model::Distribution
      distribution;  ///< arguments named, in `unit`; of no family when `values` lists them
  std::vector<double> values;  ///< of a grid: the values to combine
  std::string text;            ///< as written, for people
  base::Place place;           ///< of what asks for it
};

enum class Design : std::uint8_t { monte_carlo, latin_hypercube, sobol, rows };
std::string_view name(Design design);

/// Spearman's rank correlation of two draws, by their places in `Uncertainty::draws`.
struct Correlation {
  std::size_t first = 0;
  std::size_t second = 0;
  double coefficient = 0;
};

/// The samples that every policy and future meets (common random numbers).
///
/// Shapes: `rows` is (samples, draws) row-major, filled for Design::rows (a table, a grid, one at a
/// time).
struct Uncertainty {
  Design design = Design::latin_hypercube;
  std::string design_text;  ///< "sobol", "grid", "table draws.csv", "around 20 %": for people
  std::size_t samples = 0;
  std::uint64_t seed = 0;
  std::vector<Draw> draws;
  std::vector<Correlation> correlations;  ///< by a Gaussian copula; none for Design::rows
  base::Place correlations_place;
  std::vector<double> rows;
};

/// A number per run, computed from its series.
struct Measure {
  std::string name;
  std::string text;
  std::string documentation;
  std::string unit;  ///< "" when it cannot be known
  model::Better better = model::Better::none;
  bool every_step = false;  ///< looks at every step instead of the saved points
  std::shared_ptr<const Expression> expression;
  base::Place place;
};

/// The variable whose size a measure is at an instant, at most, at least or on average; "" for any
/// other measure.
std::string level_of(const Measure& measure);

/// What a scan or a search moves: a lever, a parameter, or the start of stocks.
struct Vary {
  std::string target;
  bool start = false;
  std::string unit;
  std::vector<model::ElementId> elements;
  base::Place place;

  /// The change that sets it; to be applied after everything else.
  model::Override at(double value) const;
  /// As written: "target_utilization", "start obstacle[*, *]".
  std::string text() const { return start ? "start " + target : target; }
};

struct Scan {
  std::string name;
  std::string title;
  Vary vary;
  std::vector<double> over;  ///< rising
  std::size_t policy = 0;
  std::size_t future = 0;
  Measure measure;
};

enum class SearchMethod : std::uint8_t { bisection, grid };

struct Search {
  std::string name;
  std::string title;
  Vary vary;
  double low = 0;
  double high = 0;
  double within = 0;  ///< bisection: the wanted width; grid: the step
  SearchMethod method = SearchMethod::bisection;
  std::size_t policy = 0;
  std::size_t future = 0;
  Measure until;  ///< a condition: 1 where it holds, else 0
};

struct Claim {
  std::string id;
  std::string text;
  std::string source;
  std::string that;
  std::string note;
  std::string fragile;
  std::optional<double> holds_in;  ///< share of the samples
  std::shared_ptr<const Expression> expression;
  base::Place place;
};

/// One step of the story that leads a reader through the what-if page.
struct StoryStep {
  std::string title;
  std::string text;
  std::size_t policy = 0;
  std::size_t future = 0;
  std::vector<std::string> show;  ///< indicators; empty: all
};

/// A scenario file with everything it names found in the model, and every number in the model's
/// units.
struct Scenario {
  std::string title;
  std::string question;
  std::string note;
  std::string model_path;
  model::TimeSettings time;  ///< the model's settings with the file's `time:` and `method:` applied
  std::optional<double> relative_tolerance;  ///< of adaptive methods, when the file says one
  std::optional<double> absolute_tolerance;
  Start start;
  std::size_t baseline = 0;
  std::vector<ChangeSet> policies;  ///< at least one
  std::vector<ChangeSet> futures;   ///< at least one; "model" without changes when none is written
  std::optional<Uncertainty> uncertainty;
  bool save_everything = false;     ///< `save: all`
  std::vector<std::string> save;    ///< variables to keep: those of `save:`, else the indicators
  std::vector<std::string> needed;  ///< variables that measures and claims read at save points
  std::vector<std::string>
      needed_every_step;  ///< variables that must be kept at every step for measures
  std::vector<Measure> measures;
  std::vector<Scan> scans;
  std::vector<Search> searches;
  std::vector<Claim> claims;
  std::vector<StoryStep> story;
  base::SourcePtr source;

  std::optional<std::size_t> find_policy(std::string_view label) const;
  std::optional<std::size_t> find_future(std::string_view label) const;
  std::optional<std::size_t> find_measure(std::string_view name) const;
  /// What changes in runs of this policy under this future: the policy's settings, then the
  /// future's.
  std::vector<Setting> settings_for(std::size_t policy, std::size_t future) const;
  /// Changes of stock starts in order: `start: values`, the policy's, the future's.
  std::vector<Setting> starts_for(std::size_t policy, std::size_t future) const;
  /// The same as `settings_for`, ready for model::LowerOptions; numbers that are known only at the
  /// start are left out.
  std::vector<model::Override> overrides_for(std::size_t policy, std::size_t future) const;
};

struct ResolveOptions {
  /// Reads a table that the scenario names (`table: draws.csv`) as CSV; the path is as written.
  std::function<base::Result<std::string>(const std::string& path)> read_table;
  /// Lowers the model with these overrides and says what is wrong; asked once for every policy and
  /// future with a rule or a profile. Without it the model's text is loaded again, unless it reads
  /// data files.
  std::function<base::Diagnostics(const std::vector<model::Override>& overrides)> check_overrides;
};

/// Checks everything a file names against the model; all errors are reported in one go, warnings
/// ride along.
base::Result<Scenario> resolve(const ScenarioFile& file, const model::Model& model,
                               const ResolveOptions& options = {});

}  // namespace slackwater::scenario
