#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace slackwater::api {

/// Names loops by their way through the model: the stocks they run through, and every variable in
/// between at which there was a choice ("backlog > haste > fatigue").
///
/// Guarantees: a name depends on the structure of the model and on its loop alone, not on other
/// loops, settings or runs.
class LoopNames {
 public:
  /// Shapes: successors, is_stock, names are (node,); a node without a name is passed over.
  LoopNames(std::vector<std::vector<std::size_t>> successors, std::vector<bool> is_stock,
            std::vector<std::string> names);

  /// The loop begins at the first of its stocks by name.
  std::string of(const std::vector<std::size_t>& loop);

 private:
  bool was_choice(std::size_t from, std::size_t to, std::size_t stock);
  const std::vector<bool>& leads_to(std::size_t stock);
  std::size_t first_of(const std::vector<std::size_t>& loop) const;

  std::vector<std::vector<std::size_t>> successors_;
  std::vector<std::vector<std::size_t>> predecessors_;
  std::vector<bool> is_stock_;
  std::vector<std::string> names_;
  std::map<std::size_t, std::vector<bool>> leads_to_;
};

}  // namespace slackwater::api
