#include "slackwater/analysis/loop_scores.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace slackwater::analysis {

double link_score(double partial, double change_of_target, double change_of_source) {
  if (partial == 0 || change_of_target == 0 || change_of_source == 0) return 0;
  const double size = std::abs(partial / change_of_target);
  if (!std::isfinite(size)) return 0;
  return (partial > 0) == (change_of_source > 0) ? size : -size;
}

double flow_score(double change_of_flow, double change_of_net, double direction) {
  if (change_of_flow == 0 || change_of_net == 0) return 0;
  const double size = std::abs(change_of_flow / change_of_net);
  return std::isfinite(size) ? direction * size : 0;
}

namespace {

// Depth first along falling scores. A node is entered again only on a stronger way than before, so
// that the work stays small in graphs with millions of loops.
class StrongestWays {
 public:
  StrongestWays(std::size_t nodes, const std::vector<ScoredLink>& links, std::size_t most_steps)
      : out_(nodes), best_(nodes), on_path_(nodes), left_(most_steps) {
    for (const auto& link : links) {
      if (link.score != 0) out_[link.from].push_back(link);
    }
    for (auto& list : out_) {
      std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
        return std::abs(a.score) > std::abs(b.score);
      });
    }
  }

  void from(std::size_t start) {
    std::fill(best_.begin(), best_.end(), 0.0);
    start_ = start;
    frames_.clear();
    enter(start, 1);
    while (!frames_.empty() && left_ > 0) {
      --left_;
      auto& frame = frames_.back();
      if (frame.next == out_[frame.node].size()) {
        on_path_[frame.node] = false;
        frames_.pop_back();
        continue;
      }
      const auto& link = out_[frame.node][frame.next++];
      if (link.to == start_) {
        keep();
      } else if (!on_path_[link.to]) {
        enter(link.to, frame.score * std::abs(link.score));
      }
    }
    for (const auto& frame : frames_) on_path_[frame.node] = false;
  }

  std::vector<std::vector<std::size_t>> take() { return {found_.begin(), found_.end()}; }

 private:
  struct Frame {
    std::size_t node;
    double score;
    std::size_t next = 0;
  };

  void enter(std::size_t node, double score) {
    if (!(score > best_[node])) return;
    best_[node] = score;
    on_path_[node] = true;
    frames_.push_back({node, score});
  }

  void keep() {
    std::vector<std::size_t> loop;
    for (const auto& frame : frames_) loop.push_back(frame.node);
    std::rotate(loop.begin(), std::min_element(loop.begin(), loop.end()), loop.end());
    found_.insert(std::move(loop));
  }

  std::vector<std::vector<ScoredLink>> out_;
  std::vector<double> best_;
  std::vector<bool> on_path_;
  std::size_t left_;
  std::size_t start_ = 0;
  std::vector<Frame> frames_;
  std::set<std::vector<std::size_t>> found_;
};

}  // namespace

std::vector<std::vector<std::size_t>> strongest_loops(std::size_t nodes,
                                                      const std::vector<ScoredLink>& links,
                                                      const std::vector<std::size_t>& from,
                                                      std::size_t most_steps) {
  StrongestWays ways(nodes, links, most_steps);
  for (const auto node : from) ways.from(node);
  return ways.take();
}

std::vector<double> relative_scores(const std::vector<double>& scores,
                                    const std::vector<std::size_t>& groups) {
  std::map<std::size_t, double> sums;
  for (std::size_t i = 0; i < scores.size(); ++i) sums[groups[i]] += std::abs(scores[i]);
  std::vector<double> shares(scores.size(), 0.0);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double sum = sums[groups[i]];
    if (sum > 0 && std::isfinite(sum)) shares[i] = scores[i] / sum;
  }
  return shares;
}

}  // namespace slackwater::analysis
