#include <algorithm>

#include "core/memory.hpp"
#include "core/model_implementation.hpp"
#include "draws.hpp"
#include "provenance.hpp"
#include "slackwater/api/scenario.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/scenario/evaluate.hpp"
#include "study.hpp"

namespace slackwater::api {
namespace {

/// The tables of one comparison; those that nothing needs stay empty.
struct Tables {
  results::RunTable defaults;
  results::RunTable defaults_every_step;
  results::RunTable samples;
  results::RunTable samples_every_step;
};

// All runs go to the pool in one go, so that progress counts them together and no thread waits in
// between.
base::Diagnostics run_tables(Study& study, const CompareOptions& options, const Progress& progress,
                             const std::vector<results::DrawnInput>& drawn, Tables& out) {
  std::vector<TableRuns> work;
  std::vector<results::RunTable*> targets;
  const auto add = [&](const Study::Selection& selection, results::RunTable& target) {
    auto planned = study.plan(selection);
    if (planned) {
      work.push_back(std::move(*planned));
      targets.push_back(&target);
    }
    return planned.diagnostics();
  };
  auto selection = study.everything();
  selection.cancel = progress.cancel;
  base::Diagnostics diagnostics = add(selection, out.defaults);
  selection.every_step = true;
  if (study.needs_every_step()) diagnostics.append(add(selection, out.defaults_every_step));
  if (!drawn.empty()) {
    selection.drawn = by_sample(drawn);
    if (study.needs_every_step()) diagnostics.append(add(selection, out.samples_every_step));
    selection.every_step = false;
    diagnostics.append(add(selection, out.samples));
  }
  if (diagnostics.has_errors()) return diagnostics;
  // Where nothing starts there is nothing to compare: the reason is the answer.
  if (std::all_of(work.begin(), work.end(), [](const auto& table) { return table.runs.empty(); })) {
    return work.front().no_start;
  }
  diagnostics.append(execute_tables(work, options.threads, progress));
  for (std::size_t i = 0; i < work.size(); ++i) *targets[i] = std::move(work[i].table);
  return diagnostics;
}

double count_of_values(const results::RunTable& table) {
  double count = 0;
  for (const auto& variable : table.variables) count += static_cast<double>(variable.values.size());
  return count;
}

// The table of one sample, times the samples: known before anything is drawn.
base::Diagnostics check_samples(Study& study, std::size_t samples, bool for_file) {
  auto selection = study.everything();
  auto one = study.plan(selection);
  if (!one) return one.diagnostics();
  double values = count_of_values(one->table);
  if (study.needs_every_step()) {
    selection.every_step = true;
    const auto steps = study.plan(selection);
    if (!steps) return steps.diagnostics();
    values += count_of_values(steps->table);
  }
  return check_memory(values * static_cast<double>(samples), for_file);
}

// Every batch of a scan or search adds its runs to the total, after the `counted` that are done.
scenario::Evaluate evaluate_with(Study& study, const CompareOptions& options,
                                 const Progress& progress, std::size_t counted) {
  return [&study, &options, &progress,
          counted](std::span<const scenario::Evaluation> evaluations) mutable
             -> base::Result<std::vector<results::RunTable>> {
    std::vector<TableRuns> work;
    for (const auto& evaluation : evaluations) {
      auto planned = study.plan(
          {evaluation.policies, evaluation.futures, {}, evaluation.extra, evaluation.every_step});
      if (!planned) return planned.diagnostics();
      work.push_back(std::move(*planned));
    }
    const auto report = [&](std::size_t done, std::size_t total) {
      if (progress.report) progress.report(counted + done, counted + total);
    };
    auto diagnostics = execute_tables(work, options.threads, {report, progress.cancel});
    for (const auto& table : work) counted += table.runs.size();
    if (diagnostics.has_errors()) return diagnostics;
    if (is_cancelled(progress.cancel)) return cancelled();
    std::vector<results::RunTable> tables;
    for (auto& done : work) tables.push_back(std::move(done.table));
    return tables;
  };
}

base::Diagnostics scan_and_search(const scenario::Scenario& scenario, Study& study,
                                  const CompareOptions& options, const Progress& progress,
                                  std::size_t counted, results::Comparison& out) {
  base::Diagnostics diagnostics;
  const auto evaluate = evaluate_with(study, options, progress, counted);
  for (const auto& scan : scenario.scans) {
    if (is_cancelled(progress.cancel)) return cancelled();
    auto done = scenario::run_scan(scenario, scan, evaluate);
    diagnostics.append(done.diagnostics());
    if (done) out.scans.push_back(std::move(*done));
  }
  for (const auto& search : scenario.searches) {
    if (is_cancelled(progress.cancel)) return cancelled();
    auto done = scenario::run_search(scenario, search, evaluate);
    diagnostics.append(done.diagnostics());
    if (done) out.searches.push_back(std::move(*done));
  }
  if (is_cancelled(progress.cancel)) return cancelled();
  return diagnostics;
}

scenario::Tables view(const results::RunTable& saved, const results::RunTable& every_step) {
  return {saved.time.empty() ? nullptr : &saved, every_step.time.empty() ? nullptr : &every_step};
}

base::Diagnostics measure(const scenario::Scenario& scenario, const Tables& tables,
                          const std::atomic<bool>* cancel, results::Comparison& out) {
  scenario::Evidence evidence;
  evidence.defaults = view(tables.defaults, tables.defaults_every_step);
  evidence.samples = view(tables.samples, tables.samples_every_step);
  out.metrics = scenario::evaluate_measures(scenario, evidence.defaults, cancel);
  if (evidence.samples.saved) {
    out.sample_metrics = scenario::evaluate_measures(scenario, evidence.samples, cancel);
  }
  evidence.scans = out.scans;
  evidence.searches = out.searches;
  out.claims = scenario::evaluate_claims(scenario, evidence, cancel);
  return is_cancelled(cancel) ? cancelled() : base::Diagnostics();
}

}  // namespace

base::Result<results::Comparison> compare(const Scenario& handle, const CompareOptions& options,
                                          const Progress& progress) {
  const base::FloatingPointScope scope;
  const auto& implementation = handle.implementation();
  const auto& scenario = implementation.scenario;
  RunOptions run_options;
  run_options.for_file = options.for_file;
  static_cast<LaneOptions&>(run_options) = options.lanes;
  Study study(implementation, run_options);
  base::Diagnostics diagnostics = study.prepare();
  if (diagnostics.has_errors()) return diagnostics;

  std::vector<results::DrawnInput> drawn;
  if (options.with_samples && scenario.uncertainty) {
    diagnostics.append(check_samples(study, scenario.uncertainty->samples, options.for_file));
    if (diagnostics.has_errors()) return diagnostics;
    auto made = draw_inputs(*scenario.uncertainty, implementation.model.implementation().model);
    if (!made) return made.diagnostics();
    diagnostics.append(made.diagnostics());
    drawn = std::move(*made);
  }
  Tables tables;
  diagnostics.append(run_tables(study, options, progress, drawn, tables));
  if (diagnostics.has_errors()) return diagnostics;
  if (is_cancelled(progress.cancel)) return cancelled();

  results::Comparison out;
  std::size_t counted = 0;
  for (const auto* table : {&tables.defaults, &tables.defaults_every_step, &tables.samples,
                            &tables.samples_every_step}) {
    counted += table->status.size();
  }
  diagnostics.append(scan_and_search(scenario, study, options, progress, counted, out));
  diagnostics.append(study.warnings());
  out.provenance.start = study.described_start();
  out.provenance.files = handle.file_hashes();
  if (diagnostics.has_errors()) return diagnostics;
  diagnostics.append(measure(scenario, tables, progress.cancel, out));
  if (diagnostics.has_errors()) return diagnostics;
  out.defaults = std::move(tables.defaults);
  if (!drawn.empty()) {
    out.samples = std::move(tables.samples);
    out.samples->drawn = std::move(drawn);
  }
  describe(implementation, options, out);
  return {std::move(out), std::move(diagnostics)};
}

}  // namespace slackwater::api
