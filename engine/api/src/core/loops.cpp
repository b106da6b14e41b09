#include "core/loops.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "core/changes.hpp"
#include "core/equilibrium.hpp"
#include "core/json_text.hpp"
#include "core/loop_names.hpp"
#include "core/scored_links.hpp"
#include "core/settings.hpp"
#include "slackwater/base/floating_point_scope.hpp"

namespace slackwater::api {
namespace {

using Nodes = std::vector<std::size_t>;

// Above this many numbers only saved points are kept, and scores look back to the last of them.
constexpr double kMostNumbers = 2e7;
// Instants at which strong loops are looked for, and the work for each.
constexpr std::size_t kInstants = 24;
constexpr std::size_t kSteps = 60000;

class LoopSearchAndScore {
 public:
  LoopSearchAndScore(const RecordedRun& run, const model::Model& declared,
                     const LoopOptions& options, std::size_t every)
      : run_(run), model_(run.recorded->model), declared_(declared), options_(options) {
    structure_ = model::feedback_structure(model_, options.budget);
    keep_links_inside_components();
    for (std::size_t k = every; k < run.times.size(); k += every) points_.push_back(k);
    LinkScorer scorer(run, links_);
    for (const auto point : points_) scores_.push_back(scorer.scores(point - 1, point));
  }

  LoopDominance result() {
    LoopDominance out;
    out.time_unit = model_.time.unit;
    for (const auto point : points_) out.times.push_back(run_.times[point]);
    out.complete = structure_.complete;
    const auto loops = out.complete ? all_loops() : strong_loops();
    out.found = loops.size();
    if (!out.complete) {
      out.note = fmt::format(
          "the model has more than {} feedback loops; these are the strong ones of {} that a "
          "search "
          "along the strongest links found, and their shares are shares of these",
          options_.budget, loops.size());
    }
    score(loops, out);
    return out;
  }

 private:
  void keep_links_inside_components() {
    component_of_.assign(model_.variables.size(), kNone);
    for (std::size_t c = 0; c < structure_.components.size(); ++c) {
      for (const auto id : structure_.components[c]) component_of_[id.index] = c;
    }
    for (const auto& link : structure_.links) {
      const auto component = component_of_[link.from.index];
      if (component == kNone || component != component_of_[link.to.index]) continue;
      place_[{link.from.index, link.to.index}] = links_.size();
      links_.push_back(link);
    }
  }

  std::vector<Nodes> all_loops() const {
    std::vector<Nodes> out;
    for (const auto& loop : structure_.loops) {
      Nodes nodes;
      for (const auto id : loop.variables) nodes.push_back(id.index);
      out.push_back(std::move(nodes));
    }
    return out;
  }

  std::vector<Nodes> strong_loops() const {
    Nodes from;
    for (std::size_t i = 0; i < model_.variables.size(); ++i) {
      const bool stock = model_.variables[i].kind == model::VariableKind::stock;
      if (stock && component_of_[i] != kNone) from.push_back(i);
    }
    std::set<Nodes> found;
    const auto instants = std::min(kInstants, points_.size());
    for (std::size_t i = 0; i < instants; ++i) {
      const auto& scores = scores_[i * points_.size() / instants];
      std::vector<analysis::ScoredLink> links;
      for (std::size_t l = 0; l < links_.size(); ++l) {
        links.push_back({links_[l].from.index, links_[l].to.index, scores[l]});
      }
      for (auto& loop : analysis::strongest_loops(model_.variables.size(), links, from, kSteps)) {
        found.insert(std::move(loop));
      }
    }
    return {found.begin(), found.end()};
  }

  std::vector<std::size_t> links_of(const Nodes& loop) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < loop.size(); ++i) {
      out.push_back(place_.at({static_cast<std::uint32_t>(loop[i]),
                               static_cast<std::uint32_t>(loop[(i + 1) % loop.size()])}));
    }
    return out;
  }

  void score(const std::vector<Nodes>& loops, LoopDominance& out) const {
    std::vector<std::vector<std::size_t>> links;
    std::vector<std::size_t> groups;
    for (const auto& loop : loops) {
      links.push_back(links_of(loop));
      groups.push_back(component_of_[loop.front()]);
    }
    std::vector<LoopScore> all(loops.size());
    std::map<std::size_t, double> moving;
    for (const auto& scores : scores_) {
      std::vector<double> of_loops;
      for (const auto& path : links) {
        of_loops.push_back(
            std::accumulate(path.begin(), path.end(), 1.0,
                            [&](double product, auto l) { return product * scores[l]; }));
      }
      const auto relative = analysis::relative_scores(of_loops, groups);
      std::set<std::size_t> moves;
      for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].relative.push_back(relative[i]);
        all[i].share += std::abs(relative[i]);
        if (relative[i] != 0) moves.insert(groups[i]);
      }
      for (const auto group : moves) moving[group] += 1;
    }
    auto names = names_of_loops();
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].name = names.of(loops[i]);
      all[i].variables = variables_of(loops[i]);
      all[i].component = groups[i];
      all[i].polarity = polarity(all[i].relative);
      if (moving[groups[i]] > 0) all[i].share /= moving[groups[i]];
    }
    make_unique(all);
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
    give_names(all);
    all.resize(std::min(all.size(), options_.most));
    out.loops = std::move(all);
  }

  static std::string polarity(const std::vector<double>& relative) {
    const bool up = std::any_of(relative.begin(), relative.end(), [](double x) { return x > 0; });
    const bool down = std::any_of(relative.begin(), relative.end(), [](double x) { return x < 0; });
    if (up && down) return "changing";
    if (up) return "reinforcing";
    return down ? "balancing" : "still";
  }

  // As the model declares it; what a memory function made goes without saying.
  std::string declared_name(std::size_t node) const {
    const auto& variable = model_.variables[node];
    const bool declared = declared_.find_variable(variable.name) && !variable.generated;
    return declared ? variable.name : std::string();
  }

  std::vector<std::string> variables_of(const Nodes& loop) const {
    std::vector<std::string> variables;
    for (const auto node : loop) {
      auto name = declared_name(node);
      if (!name.empty()) variables.push_back(std::move(name));
    }
    return variables;
  }

  LoopNames names_of_loops() const {
    std::vector<Nodes> successors(model_.variables.size());
    for (const auto& link : links_) successors[link.from.index].push_back(link.to.index);
    std::vector<bool> is_stock;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < model_.variables.size(); ++i) {
      names.push_back(declared_name(i));
      const bool stock = model_.variables[i].kind == model::VariableKind::stock;
      is_stock.push_back(stock && !names.back().empty());
    }
    return {std::move(successors), std::move(is_stock), std::move(names)};
  }

  // Of several that differ only in what has no name, the later ones are counted.
  static void make_unique(std::vector<LoopScore>& loops) {
    std::map<std::string, int> count;
    for (auto& loop : loops) {
      if (const int n = ++count[loop.name]; n > 1) loop.name += fmt::format(" ({})", n);
    }
  }

  void give_names(std::vector<LoopScore>& loops) const {
    for (const auto& [name, through] : options_.names) {
      const auto fits = std::find_if(loops.begin(), loops.end(), [&](const auto& loop) {
        return std::all_of(through.begin(), through.end(), [&](const auto& variable) {
          return std::find(loop.variables.begin(), loop.variables.end(), variable) !=
                 loop.variables.end();
        });
      });
      if (fits != loops.end()) fits->name = name;
    }
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  const RecordedRun& run_;
  const model::Model& model_;
  const model::Model& declared_;
  const LoopOptions& options_;
  model::FeedbackStructure structure_;
  std::vector<std::size_t> component_of_;
  std::vector<model::Link> links_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> place_;
  std::vector<std::size_t> points_;
  std::vector<std::vector<double>> scores_;  // (point, link)
};

}  // namespace

base::Result<LoopDominance> loops_of(const PlannedRun& run, const model::Model& declared,
                                     const model::TimeSettings& time, const RunOptions& options,
                                     const LoopOptions& loops) {
  auto every = options;
  every.checks = false;
  auto fine = time;
  fine.save = fine.step;
  auto recorded = std::make_shared<const RecordedModel>(run.variant->model, every);
  const auto steps = (time.stop - time.start) / time.step;
  if (steps * static_cast<double>(recorded->outputs.size()) > kMostNumbers) fine.save = time.save;
  auto done = record_run(run, std::move(recorded), fine, every);
  if (!done) return done.diagnostics();
  const auto between =
      fine.save == time.save ? 1 : static_cast<std::size_t>(std::llround(time.save / fine.save));
  auto out = LoopSearchAndScore(*done, declared, loops, between).result();
  if (!done->failure.empty()) {
    out.note +=
        (out.note.empty() ? "" : "; ") + std::string("the run ended early: ") + done->failure;
  }
  return out;
}

base::Result<LoopDominance> loops(const Model& model, const std::vector<Setting>& set,
                                  const LoopOptions& options, const RunOptions& run) {
  const base::FloatingPointScope scope;
  const auto& implementation = model.implementation();
  const auto time = time_settings(implementation.model.time, run);
  if (!time) return time.diagnostics();
  const auto changes = changes_of(implementation, set);
  if (!changes) return changes.diagnostics();
  Variants variants(implementation, *time, run, {});
  const auto planned = variants.plan(*changes, {}, {}, run.sample);
  if (!planned) return planned.diagnostics();
  return loops_of(*planned, implementation.model, *time, run, options);
}

std::string loops_json(const LoopDominance& loops) {
  JsonText out;
  out.object().member("time_unit", loops.time_unit).member("times", loops.times);
  out.key("loops").array();
  for (const auto& loop : loops.loops) {
    out.object().member("name", loop.name).member("variables", loop.variables);
    out.member("polarity", loop.polarity).member("component", static_cast<double>(loop.component));
    out.member("relative", loop.relative).member("share", loop.share).end();
  }
  out.end().member("complete", loops.complete);
  out.member("found", static_cast<double>(loops.found)).member("note", loops.note);
  out.end();
  return out.take();
}

}  // namespace slackwater::api
