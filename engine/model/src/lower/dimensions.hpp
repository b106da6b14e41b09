#pragma once

#include "context.hpp"

namespace slackwater::model::lowering {

inline constexpr std::uint32_t kNoPosition = 0xFFFFFFFFu;

std::optional<std::size_t> find_dimension(const Context& context, const std::string& name);
/// E0401, unless the paragraph that declares the name did not parse.
void report_unknown_dimension(Context& context, const base::Place& place, const std::string& name);
std::optional<std::size_t> find_position(const Context& context, std::size_t dimension,
                                         const std::string& element);
/// The dimension that a sub-range is a part of; itself when it is none.
std::size_t root_of(const Context& context, std::size_t dimension);

/// For each element of `from` its position in `to`: the same element, or its image under a mapping.
///
/// kNoPosition where there is none; null when the two have nothing to do with each other.
const std::vector<std::uint32_t>* translation(Context& context, std::size_t from, std::size_t to);

/// " is no element of 'level'; its elements are team, cross_team, system" for messages (at most 12
/// are listed).
std::string list_elements(const Context& context, std::size_t dimension);

}  // namespace slackwater::model::lowering
