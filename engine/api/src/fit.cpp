#include "slackwater/api/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "batch_runs.hpp"
#include "core/model_implementation.hpp"
#include "files.hpp"
#include "rest_targets.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/fit/identifiability.hpp"
#include "slackwater/scenario/format.hpp"
#include "slackwater/scenario/targets.hpp"

namespace slackwater::api {
namespace {

// So many other points are tried when the model rests nowhere under its defaults.
constexpr int kOtherStarts = 6;
// Of its range: wider is as good as unknown.
constexpr double kOpen = 0.25;
// In tolerances: two rest states that differ by more are two.
constexpr double kSame = 1e-4;

double share(const scenario::FitParameter& parameter) {
  return (parameter.start - parameter.low) / (parameter.high - parameter.low);
}

// Points that spread evenly in any number of parameters: multiples of the powers of the root of
// x^(d+1) = x + 1 (Roberts 2018, the unreasonable effectiveness of quasirandom sequences).
std::vector<double> other_start(int number, std::size_t parameters) {
  double root = 2;
  for (int i = 0; i < 40; ++i) root = std::pow(1 + root, 1 / (static_cast<double>(parameters) + 1));
  std::vector<double> point;
  for (std::size_t j = 0; j < parameters; ++j) {
    const double at = 0.5 + number * std::pow(root, -static_cast<double>(j + 1));
    point.push_back(at - std::floor(at));
  }
  return point;
}

/// Searches from the defaults and from elsewhere.
class Fitter {
 public:
  Fitter(const scenario::FitTargets& targets, RestTargets& rest, int starts,
         const Progress& progress)
      : targets_(targets), rest_(rest), wanted_(starts), progress_(progress) {
    problem_.residuals = [this](auto point) { return rest_.residuals(point); };
    problem_.nearby = [this](auto point) { return rest_.nearby(point); };
    options_.stop = [this] { return is_cancelled(progress_.cancel); };
  }

  /// The best solution, of which the model's own start leads to the same rest.
  std::optional<fit::Solution> run() {
    auto best = search_everywhere();
    if (!best || is_cancelled(progress_.cancel) || leads_there(*best)) return best;
    rest_.begin_afresh();
    problem_.start = best->point;
    auto own = search();
    if (own || is_cancelled(progress_.cancel)) return own;
    // The search followed a rest that the model's own start does not lead to.
    problem_.start = best_start_;
    return search();
  }

  int starts() const { return starts_; }

 private:
  std::optional<fit::Solution> search_everywhere() {
    for (const auto& parameter : targets_.parameters) problem_.start.push_back(share(parameter));
    best_start_ = problem_.start;
    auto best = search();
    for (int other = 1; other < wanted_ || (!best && other <= kOtherStarts); ++other) {
      if (is_cancelled(progress_.cancel)) return best;
      problem_.start = other_start(other, targets_.parameters.size());
      auto found = search();
      // Another place has to be really better: else the nearest to the defaults is the better one.
      if (!found || (best && found->cost >= 0.999 * best->cost)) continue;
      best = std::move(found);
      best_start_ = problem_.start;
    }
    return best;
  }

  bool leads_there(const fit::Solution& solution) {
    const auto found = rest_.look(solution.point);
    if (!found) return false;
    for (std::size_t i = 0; i < targets_.targets.size(); ++i) {
      const auto& target = targets_.targets[i];
      const double off = (found->values[i] - target.is) / target.within;
      if (!(std::abs(off - solution.residuals[i]) <= kSame)) return false;
    }
    return true;
  }

  std::optional<fit::Solution> search() {
    rest_.forget();
    if (progress_.report) {
      progress_.report(static_cast<std::size_t>(starts_),
                       static_cast<std::size_t>(std::max(wanted_, starts_ + 1)));
    }
    ++starts_;
    return fit::least_squares(problem_, options_);
  }

  const scenario::FitTargets& targets_;
  RestTargets& rest_;
  int wanted_;
  const Progress& progress_;
  fit::Problem problem_;
  fit::Options options_;
  std::vector<double> best_start_;  // where the best solution was begun
  int starts_ = 0;
};

std::vector<std::pair<std::string, std::string>> as_written(
    const std::vector<scenario::Setting>& settings) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& setting : settings) {
    const auto* number = std::get_if<double>(&setting.override.value);
    out.emplace_back(setting.override.target,
                     number != nullptr ? base::format_number(*number) : setting.text);
  }
  return out;
}

std::vector<FittedParameter> parameters_of(const scenario::FitTargets& targets,
                                           const fit::Solution& solution,
                                           const std::vector<double>& values,
                                           const fit::Identifiability& known) {
  std::vector<FittedParameter> out;
  for (std::size_t i = 0; i < targets.parameters.size(); ++i) {
    const auto& parameter = targets.parameters[i];
    FittedParameter fitted;
    fitted.name = parameter.name;
    fitted.unit = parameter.unit;
    fitted.start = parameter.start;
    fitted.low = parameter.low;
    fitted.high = parameter.high;
    fitted.fitted = values[i];
    fitted.deviation = known.deviation[i] * (parameter.high - parameter.low);
    fitted.open = known.deviation[i] > kOpen;
    if (solution.point[i] < 1e-6) fitted.at = "low";
    if (solution.point[i] > 1 - 1e-6) fitted.at = "high";
    out.push_back(std::move(fitted));
  }
  return out;
}

std::vector<OpenCombination> open_of(const scenario::FitTargets& targets,
                                     const fit::Identifiability& known) {
  std::vector<OpenCombination> out;
  for (const auto& direction : known.open) {
    OpenCombination combination;
    combination.noticed = direction.noticed;
    for (std::size_t i = 0; i < direction.parts.size(); ++i) {
      if (direction.parts[i] == 0) continue;
      combination.parts.emplace_back(targets.parameters[i].name, direction.parts[i]);
    }
    out.push_back(std::move(combination));
  }
  return out;
}

std::string sentence(const fit::Solution& solution) {
  switch (solution.end) {
    case fit::End::no_answer:
      return "the search stopped where the model has no rest or a target no value: better matches "
             "lie beyond";
    case fit::End::no_step:
      return "the search stopped at a kink or a jump: the slopes promise more, and no step keeps "
             "it";
    case fit::End::iterations:
      return fmt::format("the search stopped after {} iterations, before a minimum",
                         solution.iterations);
    default:
      return {};
  }
}

base::Diagnostics rests_nowhere(RestTargets& rest, const scenario::FitTargets& targets) {
  std::vector<double> start;
  for (const auto& parameter : targets.parameters) start.push_back(share(parameter));
  const auto found = rest.look(start);
  base::Diagnostics diagnostics;
  const auto why = found ? std::string("a target has no value there")
                         : found.diagnostics().entries().front().message;
  diagnostics.error("E9022", "nothing to begin the fit with: under the default parameters " + why,
                    targets.parameters.front().place,
                    "see `slackwater equilibrium`; hold what disturbs the rest under `at_rest`");
  return diagnostics;
}

}  // namespace

base::Result<Fit> fit(const Model& model, const std::string& targets_name, std::string targets_text,
                      int starts, const Progress& progress) {
  const base::FloatingPointScope scope;
  const auto& implementation = model.implementation();
  const auto source =
      std::make_shared<const base::SourceText>(targets_name, std::move(targets_text));
  const auto targets = scenario::read_targets(source, implementation.model);
  if (!targets) return targets.diagnostics();
  auto rest = RestTargets::make(implementation, *targets);
  if (!rest) return rest.diagnostics();
  Fitter fitter(*targets, *rest, starts, progress);
  const auto solution = fitter.run();
  if (is_cancelled(progress.cancel)) return cancelled();
  if (!solution) return rests_nowhere(*rest, *targets);
  const auto found = rest->look(solution->point);
  if (!found) return found.diagnostics();
  const auto known = fit::identifiability(*solution);

  Fit out;
  out.title = targets->title;
  out.note = targets->note;
  out.model_name = model.source_name();
  out.targets_name = targets_name;
  for (std::size_t i = 0; i < targets->targets.size(); ++i) {
    const auto& target = targets->targets[i];
    out.targets.push_back({target.name, target.text, target.note, target.unit, target.is,
                           target.within, found->values[i]});
  }
  out.parameters = parameters_of(*targets, *solution, rest->values_at(solution->point), known);
  out.open = open_of(*targets, known);
  out.cost = solution->cost;
  out.iterations = solution->iterations;
  out.rest_states = rest->rest_states();
  out.starts = fitter.starts();
  out.converged = solution->end == fit::End::minimum;
  out.ended = sentence(*solution);
  out.at_rest = found->description;
  out.set = as_written(targets->settings);
  out.set_at_rest = as_written(targets->at_rest);
  auto diagnostics = targets.diagnostics();
  diagnostics.append(found->warnings);
  if (!out.converged) {
    diagnostics.warning("W9006", out.ended, targets->parameters.front().place,
                        "let it begin elsewhere, too: `--starts 8`; or narrow the ranges");
  }
  return {std::move(out), std::move(diagnostics)};
}

std::string targets_schema() { return scenario::targets_schema(); }

base::Result<Fit> fit_file(const Model& model, const std::string& targets_path, int starts,
                           const Progress& progress) {
  auto text = read_source_file(targets_path);
  if (!text) return text.diagnostics();
  return fit(model, targets_path, std::move(*text), starts, progress);
}

}  // namespace slackwater::api
