#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace slackwater::base {

/// An index into one kind of table that cannot be mistaken for an index into another.
template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  std::uint32_t index = kNone;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t i) : index(static_cast<std::uint32_t>(i)) {}
  constexpr bool valid() const { return index != kNone; }

  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

}  // namespace slackwater::base

template <class Tag>
struct std::hash<slackwater::base::Id<Tag>> {
  std::size_t operator()(slackwater::base::Id<Tag> id) const noexcept { return id.index; }
};
