#include <array>

#include "slackwater/model/model.hpp"

namespace slackwater::model {
namespace {

constexpr std::array<std::string_view, 8> kKinds{"stock", "flow",     "auxiliary", "parameter",
                                                 "lever", "constant", "indicator", "data"};
constexpr std::array<std::string_view, 4> kLookupModes{"clamp", "extrapolate", "step", "smooth"};

}  // namespace

std::string_view name(LookupMode mode) { return kLookupModes[static_cast<std::size_t>(mode)]; }

std::string_view name(VariableKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace slackwater::model
