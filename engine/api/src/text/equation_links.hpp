#pragma once

#include <vector>

#include "slackwater/api/model.hpp"
#include "slackwater/model/polarity.hpp"

namespace slackwater::api {

/// What acts on what, with the signs that hold in the ranges of the model's own run.
std::vector<model::SignedLink> equation_links(const Model& model);

}  // namespace slackwater::api
