#pragma once

#include "arcs.hpp"
#include "scene.hpp"

namespace slackwater::diagram {

/// Lets these arcs start at copies of their sources close to their targets, where there is room.
void replace_by_shadows(Scene& scene, const Structure& structure, ArcRouter& router,
                        const std::vector<std::size_t>& arcs);

}  // namespace slackwater::diagram
