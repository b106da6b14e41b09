#pragma once

#include <string>
#include <vector>

#include "slackwater/api/model.hpp"
#include "slackwater/base/result.hpp"

namespace slackwater::api {

enum class DiagramKind { stock_flow, causal_loop };

/// Which part of a model a picture shows; without any choice the whole model.
struct DiagramOptions {
  DiagramKind kind = DiagramKind::stock_flow;
  std::string around;  ///< a variable: it and what is at most `depth` links away
  int depth = 2;
  std::string section;            ///< a section by its title, and what acts on it from elsewhere
  std::vector<std::string> only;  ///< just these variables
};

/// The structure of a model as an SVG picture, drawn from the equations alone.
///
/// Arrays are one node; memory functions are marked as delays. A causal loop diagram leaves out
/// what is on no feedback loop, unless the choice names it. The sign of a link is shown where the
/// equations settle it for every state. What would be too much for one picture is refused; around a
/// variable fewer links are followed instead, with a warning.
///
/// Guarantees: the same model and options give the same bytes.
base::Result<std::string> diagram(const Model& model, const DiagramOptions& options = {});

/// A causal chain in a row: `shown` from left to right, and their links, also those that pass
/// through `between`, variables that are not drawn themselves.
///
/// The sign of a link through others is the product of its parts; where ways disagree it is open.
/// Errors: E9045 for a name that is no variable.
base::Result<std::string> chain_diagram(const Model& model, const std::vector<std::string>& shown,
                                        const std::vector<std::string>& between);

}  // namespace slackwater::api
