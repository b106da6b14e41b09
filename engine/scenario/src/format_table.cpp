#include "format_table.hpp"

#include <cassert>

namespace slackwater::scenario {
namespace {

constexpr std::string_view kBeyondRange =
    "Whether its own `set` may leave the ranges of the model, for tests of extremes (default: "
    "false).";

constexpr Key kFile[] = {
    {"scenario", Shape::text, true, "The title: what this file is about, in one line."},
    {"question", Shape::text, false, "The question that the comparison answers."},
    {"note", Shape::text, false, "Anything else a reader should know."},
    {"model", Shape::text, true, "The model's file, relative to the folder of this file."},
    {"time", Shape::record, false, "Replaces the model's time settings.", "time"},
    {"method", Shape::word, false, "Replaces the model's integration method.", "",
     "euler|rk2|rk4|dopri5|rosenbrock4|discrete"},
    {"start", Shape::word_or_record, false,
     "Where every run starts: `model` (its initial values, the default), `equilibrium`, or a map.",
     "start", "model|equilibrium"},
    {"baseline", Shape::label, false,
     "The policy that others are compared with; the first one when it is not written."},
    {"policies", Shape::records_by_label, true, "What leaders may choose, by label.", "policy"},
    {"futures", Shape::records_by_label, false,
     "What leaders do not choose, by label; every policy meets every future.", "future"},
    {"uncertainty", Shape::record, false,
     "Uncertain parameters; every policy and future meets the same samples.", "uncertainty"},
    {"save", Shape::names, false,
     "Variables to keep in the results: a list, `indicators` (the default) or `all`.", "",
     "all|indicators"},
    {"measure", Shape::expressions_by_name, false, "Numbers per run, by name.", "measure"},
    {"scan", Shape::records_by_label, false, "Curves: one measure against one input, by name.",
     "scan"},
    {"search", Shape::records_by_label, false, "Thresholds: where a condition changes, by name.",
     "search"},
    {"expect", Shape::list_of_records, false, "Claims that are tested.", "claim"},
    {"story", Shape::list_of_records, false,
     "Steps that lead a reader through the what-if page, one after the other.", "step"},
};

constexpr Key kTime[] = {
    {"from", Shape::quantity, false, "When runs start."},
    {"to", Shape::quantity, false, "When runs end."},
    {"step", Shape::quantity, false, "The time step."},
    {"save", Shape::quantity, false,
     "The time between saved points, a whole multiple of the step."},
    {"relative_tolerance", Shape::quantity, false,
     "Of dopri5 and rosenbrock4: the error of a step as a share of each stock (default: 1e-7)."},
    {"absolute_tolerance", Shape::quantity, false,
     "Of dopri5 and rosenbrock4: the error of a step that any stock may have, in its own unit "
     "(default: 1e-9)."},
};

constexpr Key kStart[] = {
    {"from", Shape::word, false, "`model` (the default) or `equilibrium`.", "",
     "model|equilibrium"},
    {"policy", Shape::label, false, "Whose equilibrium; the baseline when it is not written."},
    {"per_sample", Shape::yes_no, false,
     "Solve the equilibrium again with the parameters of each sample (default: false)."},
    {"set", Shape::settings, false,
     "Levers that hold while the equilibrium is solved, after those of the policy."},
    {"values", Shape::settings, false,
     "Single stocks, set (`0.05`) or changed (`{add: -0.2}`, `{times: 0.9}`) afterwards."},
};

constexpr Key kPolicy[] = {
    {"title", Shape::text, false, "The label as people read it."},
    {"note", Shape::text, false, "What it means, why it is here."},
    {"finding", Shape::text, false, "What was found under it, for those who only read."},
    {"based_on", Shape::label, false, "A policy whose settings come first."},
    {"set", Shape::settings, false, "Levers (or parameters): a number, a profile or a rule each."},
    {"start", Shape::settings, false, "Starts of single stocks, set or changed."},
    {"beyond_range", Shape::yes_no, false, kBeyondRange},
};

constexpr Key kFuture[] = {
    {"title", Shape::text, false, "The label as people read it."},
    {"note", Shape::text, false, "What it means, why it is here."},
    {"based_on", Shape::label, false, "A future whose settings come first."},
    {"set", Shape::settings, false, "Parameters (or levers): a number, a profile or a rule each."},
    {"start", Shape::settings, false, "Starts of single stocks, set or changed."},
    {"beyond_range", Shape::yes_no, false, kBeyondRange},
};

constexpr Key kUncertainty[] = {
    {"design", Shape::word, false, "How samples are spread (default: latin_hypercube).", "",
     "latin_hypercube|sobol|monte_carlo|grid|one_at_a_time"},
    {"samples", Shape::integer, false,
     "How many; needed unless the design is a grid, a table or one_at_a_time."},
    {"seed", Shape::integer, false, "Same seed, same samples (default: 0)."},
    {"draw", Shape::draws, false,
     "Distributions by parameter; those of the model when nothing is written."},
    {"correlate", Shape::correlations, false,
     "Rank correlations (Spearman's) of two draws each: `{price ~ volume: -0.6}`."},
    {"table", Shape::text, false,
     "A CSV, HDF5 (netCDF-4) or NumPy (.npy) file with one column per parameter and one row per "
     "sample, instead of a design."},
    {"columns", Shape::list_of_names, false,
     "The parameters of a table that does not name them itself, in the order of its columns."},
    {"around", Shape::quantity, false,
     "Draw uniformly within this share of the default: `20 %`; with `one_at_a_time`, low and "
     "high."},
    {"parameters", Shape::names, false,
     "The parameters that `around` is about: a list of names and sections, or `all` (the "
     "default).",
     "", "all"},
    {"except", Shape::list_of_names, false,
     "Names and sections that `around` leaves out of these parameters."},
    {"beyond_range", Shape::yes_no, false,
     "Whether draws may leave the ranges of the model without a warning, and the numbers of a "
     "table "
     "at all (default: false)."},
    {"levels", Shape::integer, false,
     "Of a grid: how many values of each distribution (default: 3)."},
};

constexpr Key kMeasure[] = {
    {"formula", Shape::expression, true, "The measure itself."},
    {"note", Shape::text, false, "What it tells."},
    {"better", Shape::word, false, "Which direction is better.", "", "up|down"},
    {"every_step", Shape::yes_no, false,
     "Look at every time step instead of the saved points (default: false)."},
};

constexpr Key kScan[] = {
    {"title", Shape::text, false, "The curve's title."},
    {"vary", Shape::text, true, "A lever, a parameter, or `start STOCK`."},
    {"over", Shape::values, true, "`0.3 .. 1 step 0.05`, or a list."},
    {"policy", Shape::label, false, "Under which policy (default: the baseline)."},
    {"future", Shape::label, false, "In which future (default: the first)."},
    {"measure", Shape::expression, true, "A measure's name, or a formula."},
};

constexpr Key kSearch[] = {
    {"title", Shape::text, false, "What the threshold is."},
    {"vary", Shape::text, true, "A lever, a parameter, or `start STOCK`."},
    {"between", Shape::interval, true, "`0.02 .. 0.9`: the condition must differ at the two ends."},
    {"policy", Shape::label, false, "Under which policy (default: the baseline)."},
    {"future", Shape::label, false, "In which future (default: the first)."},
    {"until", Shape::expression, true, "The condition that changes."},
    {"within", Shape::quantity, false,
     "How closely (default: a thousandth of the interval); of a grid: its step."},
    {"method", Shape::word, false,
     "`bisection` (the default), or `grid`: the first change from the low end.", "",
     "bisection|grid"},
};

constexpr Key kClaim[] = {
    {"id", Shape::text, false, "A short name; the number in the list when it is not written."},
    {"claim", Shape::text, true, "The claim in plain words."},
    {"source", Shape::text, false, "Where the claim comes from."},
    {"that", Shape::expression, true, "The condition that makes it true."},
    {"holds_in", Shape::quantity, false, "The share of the samples in which it must hold: `90 %`."},
    {"note", Shape::text, false, "What else is known about it."},
    {"fragile", Shape::text, false,
     "Why it holds in too few samples: its share is then reported and forgiven. It still has to "
     "hold "
     "on the default parameters."},
};

constexpr Key kStep[] = {
    {"title", Shape::text, true, "What this step is about, in a few words."},
    {"text", Shape::text, true, "What to look at, and what it means: two or three sentences."},
    {"policy", Shape::label, false, "The policy to show; the baseline when it is not written."},
    {"future", Shape::label, false, "The future to show; the first when it is not written."},
    {"show", Shape::list_of_names, false, "The indicators to look at (default: all)."},
};

constexpr Key kTargetsFile[] = {
    {"fit", Shape::text, true, "The title: whose numbers these are, in one line."},
    {"note", Shape::text, false, "Anything else a reader should know."},
    {"set", Shape::settings, false,
     "Levers and parameters that are known: a number or a rule each."},
    {"at_rest", Shape::settings, false,
     "What holds only while the equilibrium is solved, after `set`."},
    {"parameters", Shape::ranges, true,
     "What is looked for, and within which range; without one it is that of the model."},
    {"targets", Shape::records_by_label, true, "What is known, by name.", "target"},
};

constexpr Key kTarget[] = {
    {"of", Shape::expression, false,
     "What it is the value of: arithmetic over variables; the variable of its name when it is not "
     "written."},
    {"is", Shape::quantity, true, "The value."},
    {"within", Shape::quantity, true,
     "How closely it is known: one standard deviation, in its unit, or as `10 %` of a value that "
     "has a unit."},
    {"note", Shape::text, false, "Where it comes from."},
};

constexpr Part kTargetsParts[] = {
    {"targets", "The file", kTargetsFile},
    {"target", "A target", kTarget},
};

constexpr Part kParts[] = {
    {"file", "The file", kFile},
    {"time", "`time`", kTime},
    {"start", "`start`", kStart},
    {"policy", "A policy", kPolicy},
    {"future", "A future", kFuture},
    {"uncertainty", "`uncertainty`", kUncertainty},
    {"measure", "A measure in its long form", kMeasure},
    {"scan", "A scan", kScan},
    {"search", "A search", kSearch},
    {"claim", "A claim in `expect`", kClaim},
    {"step", "A step of `story`", kStep},
};

}  // namespace

std::span<const Part> format_parts() { return kParts; }

std::span<const Part> targets_parts() { return kTargetsParts; }

const Part& format_part(std::string_view name) {
  for (const auto parts : {format_parts(), targets_parts()}) {
    for (const auto& part : parts) {
      if (part.name == name) return part;
    }
  }
  assert(false && "the table names only parts that it has");
  return kParts[0];
}

const Key* find_key(const Part& part, std::string_view name) {
  for (const auto& key : part.keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

}  // namespace slackwater::scenario
