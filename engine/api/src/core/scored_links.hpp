#pragma once

#include <vector>

#include "core/recorded_run.hpp"
#include "slackwater/analysis/loop_scores.hpp"
#include "slackwater/model/feedback.hpp"

namespace slackwater::api {

/// Scores the links between variables of one run, point by point.
///
/// An array's score is that of its elements together: the sum of the sizes of their changes, with
/// the sign of the sum. What a delay_fixed, previous or sample_if holds follows its inputs with a
/// score of 1.
class LinkScorer {
 public:
  LinkScorer(const RecordedRun& run, const std::vector<model::Link>& links);

  /// The scores of all links from one recorded point to the next. Shapes: (link,).
  std::vector<double> scores(std::size_t before, std::size_t point);

 private:
  double of_stock(const model::Link& link, std::size_t before, std::size_t point) const;
  double of_equation(const model::Link& link, std::size_t before, std::size_t point);
  double change(model::ElementId id, std::size_t before, std::size_t point) const;
  double net_change(model::ElementId stock, std::size_t before, std::size_t point) const;

  const RecordedRun& run_;
  const model::Model& model_;
  std::vector<model::Link> links_;
  std::vector<std::vector<model::ElementId>> inputs_;  ///< of each element, what its equation reads
  program::GivenValues given_;
};

}  // namespace slackwater::api
