#include "batch_runs.hpp"

#include <algorithm>
#include <cassert>
#include <map>

#include "slackwater/ensemble/executor.hpp"
#include "slackwater/run/engine.hpp"

namespace slackwater::api {
namespace {

/// All runs of one variant in one table, in the executor's form.
struct Group {
  std::vector<std::size_t> runs;  ///< into TableRuns::runs
  std::vector<run::RunInput> inputs;
  std::vector<double*> series;
  std::vector<run::RunOutcome> outcomes;
};

Group make_group(TableRuns& table, std::vector<std::size_t> runs) {
  Group group;
  group.runs = std::move(runs);
  group.outcomes.resize(group.runs.size());
  for (std::size_t i = 0; i < group.runs.size(); ++i) {
    const auto& run = table.runs[group.runs[i]];
    group.inputs.push_back({run.parameters, run.starts, run.sample});
    const auto& place = table.places[group.runs[i]];
    append_series(table.table, table.table.run_index(place.policy, place.future, place.sample),
                  group.series);
  }
  return group;
}

std::vector<Group> make_groups(TableRuns& table) {
  // Ordered by first use, so that the order of work does not depend on addresses.
  std::map<const Variant*, std::size_t> known;
  std::vector<std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < table.runs.size(); ++i) {
    const auto [found, is_new] = known.emplace(table.runs[i].variant.get(), members.size());
    if (is_new) members.emplace_back();
    members[found->second].push_back(i);
  }
  std::vector<Group> groups;
  groups.reserve(members.size());
  for (auto& runs : members) groups.push_back(make_group(table, std::move(runs)));
  return groups;
}

}  // namespace

bool is_cancelled(const std::atomic<bool>* cancel) { return cancel && cancel->load(); }

base::Diagnostics cancelled() {
  base::Diagnostics diagnostics;
  diagnostics.error("E9001", "interrupted: not all runs were done", {});
  return diagnostics;
}

base::Diagnostics execute_tables(std::vector<TableRuns>& tables, int threads,
                                 const Progress& progress) {
  std::vector<std::vector<Group>> groups;
  groups.reserve(tables.size());
  std::vector<ensemble::Batch> batches;
  for (auto& table : tables) {
    groups.push_back(make_groups(table));
    for (auto& group : groups.back()) {
      ensemble::Batch batch;
      batch.program = &table.runs[group.runs.front()].variant->program;
      batch.settings = &table.settings;
      batch.count = group.runs.size();
      batch.outputs = batch.program->outputs.size();
      assert(group.series.size() == batch.count * batch.outputs);
      batch.inputs = group.inputs.data();
      batch.series = group.series.data();
      batch.outcomes = group.outcomes.data();
      batches.push_back(batch);
    }
  }
  auto diagnostics = ensemble::execute(batches, {threads, progress.report, progress.cancel});
  if (diagnostics.has_errors()) return diagnostics;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (const auto& group : groups[t]) {
      for (std::size_t i = 0; i < group.runs.size(); ++i) {
        const auto& place = tables[t].places[group.runs[i]];
        record(tables[t].table, place.policy, place.future, place.sample, group.outcomes[i]);
      }
    }
    auto& failures = tables[t].table.failures;
    std::stable_sort(failures.begin(), failures.end(), [](const auto& a, const auto& b) {
      return std::tie(a.policy, a.future, a.sample) < std::tie(b.policy, b.future, b.sample);
    });
  }
  return diagnostics;
}

}  // namespace slackwater::api
