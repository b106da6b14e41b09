#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// Diagrams of a model's structure as SVG.
namespace slackwater::diagram {

enum class NodeKind { stock, flow, auxiliary, lever, parameter, indicator };

/// What happens to the target when the source alone grows; `open` where the equation does not say.
enum class Polarity { open, plus, minus };

/// One variable, whatever its number of elements.
struct Node {
  std::string name;   ///< as the model spells it: shown when a pointer rests on it
  std::string label;  ///< as it is written in the picture
  NodeKind kind = NodeKind::auxiliary;
  bool array = false;
  bool elsewhere = false;  ///< of a part of the model that is not drawn: grey
};

/// What a flow moves from and to; without a stock it comes from outside or leaves.
struct Flow {
  std::size_t valve;  ///< the node of the flow
  std::optional<std::size_t> from;
  std::optional<std::size_t> to;
};

/// One node acts on another.
struct Link {
  std::size_t from;
  std::size_t to;
  Polarity polarity = Polarity::open;
  bool delayed = false;  ///< through an accumulation
};

/// What a picture shows; places in `nodes` name the nodes.
struct Structure {
  std::string title;
  std::vector<Node> nodes;
  std::vector<Flow> flows;  ///< each flow node once; empty in a causal loop diagram
  std::vector<Link> links;
};

}  // namespace slackwater::diagram
