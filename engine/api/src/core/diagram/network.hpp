#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "slackwater/diagram/structure.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/model/polarity.hpp"

namespace slackwater::api {

using Nodes = std::set<std::size_t>;  ///< variables by their place in the model

/// A model as its pictures see it: declared variables and what acts on what, flows included.
class Network {
 public:
  Network(const model::Model& model, const std::vector<model::SignedLink>& links);

  const model::Model& model() const { return model_; }
  const model::Variable& variable(std::size_t v) const { return model_.variables[v]; }
  bool is_drawn(std::size_t v) const { return !model_.variables[v].generated; }
  /// A number that is given, whatever its kind.
  bool is_input(std::size_t v) const;
  /// The variables that act on this one, or that it acts on.
  const Nodes& sources(std::size_t v) const { return sources_[v]; }
  const Nodes& targets(std::size_t v) const { return targets_[v]; }
  /// The flows of a stock, the stocks of a flow.
  const Nodes& attached(std::size_t v) const { return attached_[v]; }
  /// Variables that act on themselves through others.
  Nodes on_loops() const;

  /// The picture's structure: `own` and, in grey, `elsewhere`.
  diagram::Structure structure(const Nodes& own, const Nodes& elsewhere, bool with_flows) const;

 private:
  void add_nodes(diagram::Structure& structure, const Nodes& own, const Nodes& elsewhere,
                 bool with_flows) const;
  void add_flows(diagram::Structure& structure, const std::vector<std::size_t>& node_of) const;

  const model::Model& model_;
  struct Edge {
    std::size_t from;
    std::size_t to;
    diagram::Polarity polarity;
    bool delayed;
    bool is_flow;  // between a flow and its stock
  };
  std::vector<Edge> edges_;
  std::vector<Nodes> sources_, targets_, attached_;
};

}  // namespace slackwater::api
