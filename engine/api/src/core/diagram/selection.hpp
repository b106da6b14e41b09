#pragma once

#include "core/diagram/network.hpp"
#include "slackwater/api/diagram.hpp"
#include "slackwater/base/result.hpp"

namespace slackwater::api {

/// The variables of one picture.
struct Selection {
  Nodes own;
  Nodes elsewhere;  ///< of other parts, drawn in grey
  std::string title;
};

/// What the options choose, or why it cannot be drawn.
base::Result<Selection> select(const Network& network, const DiagramOptions& options);

}  // namespace slackwater::api
