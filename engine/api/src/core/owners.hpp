#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "slackwater/model/lower.hpp"

namespace slackwater::api {

/// Of each element, and of each stock's start (true), the last override that names it.
using Owners = std::map<std::pair<model::ElementId, bool>, std::size_t>;

Owners owners_of(const model::Model& model, const std::vector<model::Override>& overrides);

bool is_rule(const model::Override& override);  ///< or a profile: whatever is no number

/// The rules and profiles that own something, in their order.
std::vector<std::size_t> rules_that_count(const Owners& owners,
                                          const std::vector<model::Override>& overrides);

}  // namespace slackwater::api
