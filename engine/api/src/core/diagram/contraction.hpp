#pragma once

#include <cstddef>
#include <vector>

#include "slackwater/diagram/structure.hpp"

namespace slackwater::api {

/// The structure without some of its nodes (places in `nodes`, any order): what acted through them
/// acts directly. Of several ways between two nodes the sign is open unless all agree, and the link
/// is delayed only if all are. Flows are left out.
diagram::Structure contracted(const diagram::Structure& structure,
                              const std::vector<std::size_t>& removed);

}  // namespace slackwater::api
