#include "core/packed_links.hpp"

#include <cstdint>

#include "slackwater/base/leb128.hpp"

namespace slackwater::api {

std::string packed_links(const std::vector<model::SignedLink>& links) {
  std::string bytes;
  std::int64_t last = 0;
  for (const auto& link : links) {
    base::append_leb128(bytes, base::zigzag(static_cast<std::int64_t>(link.to.index) - last));
    base::append_leb128(bytes, link.from.index);
    base::append_leb128(bytes, static_cast<std::uint64_t>(link.polarity) * 2 + link.delayed);
    last = link.to.index;
  }
  return bytes;
}

std::optional<std::vector<model::SignedLink>> unpacked_links(std::string_view bytes,
                                                             std::size_t variables) {
  std::vector<model::SignedLink> links;
  std::uint64_t last = 0;
  while (!bytes.empty()) {
    const auto step = base::take_leb128(bytes);
    const auto from = base::take_leb128(bytes);
    const auto sign = base::take_leb128(bytes);
    if (!step || !from || !sign) return std::nullopt;
    last += static_cast<std::uint64_t>(base::unzigzag(*step));
    if (last >= variables || *from >= variables || *sign > 5) return std::nullopt;
    links.push_back({model::VariableId(static_cast<std::size_t>(*from)),
                     model::VariableId(static_cast<std::size_t>(last)),
                     static_cast<model::Polarity>(*sign / 2), *sign % 2 == 1});
  }
  return links;
}

}  // namespace slackwater::api
