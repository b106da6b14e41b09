#include "writer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "slackwater/base/random.hpp"

namespace slackwater::model::packed {
namespace {

// The integer that has these bits after division by a power of ten, if there is a short one.
std::optional<std::uint64_t> decimal(double value) {
  constexpr double kMost = 1e12;
  if (!(std::abs(value) < kMost)) return std::nullopt;
  for (std::uint64_t places = 0; places < std::size(kPowersOfTen); ++places) {
    const double whole = std::round(value * kPowersOfTen[places]);
    if (std::abs(whole) >= kMost) return std::nullopt;
    const auto integer = static_cast<std::int64_t>(whole);
    const double back = static_cast<double>(integer) / kPowersOfTen[places];
    if (std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value))
      return base::zigzag(integer) << 3 | places;
  }
  return std::nullopt;
}

std::size_t shared_length(const std::string& a, const std::string& b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(ends.first - a.begin());
}

std::size_t leb128_size(std::uint64_t value) {
  return (static_cast<std::size_t>(std::bit_width(value | 1)) + 6) / 7;
}

}  // namespace

void Writer::head(const std::array<std::size_t, kTables>& sizes) {
  number(kFormat);
  flag(source_ != nullptr);
  if (source_) {
    number(source_->text().size());
    bytes_ += hash_bytes(source_->text());
  }
  for (const auto size : sizes) number(size);
}

void Writer::bits(std::uint64_t value) {
  for (int i = 0; i < 8; ++i) bytes_.push_back(static_cast<char>(value >> 8 * i));
}

void Writer::real(double value) {
  if (const auto code = decimal(value)) return number(*code);
  number(kBits);
  bits(std::bit_cast<std::uint64_t>(value));
}

std::size_t Writer::room() const {
  return most_copied(bytes_.size(), source_ ? source_->text().size() : 0) - copied_;
}

bool Writer::may_copy(std::size_t bytes) {
  if (bytes > room()) return false;
  copied_ += bytes;
  return true;
}

void Writer::spell_out(const std::string& value, std::size_t shared) {
  number(2 * (value.size() - shared));
  number(shared);
  bytes_.append(value, shared);
}

void Writer::text(const std::string& value, TextColumn& column) {
  if (value.empty()) {
    number(kEmptyText);
  } else if (value == column.previous && may_copy(value.size())) {
    number(kSameText);
  } else {
    const auto shared = std::min(shared_length(value, column.previous), value.size() - 1);
    const auto text = source_ ? source_->text() : std::string_view();
    auto at = text.find(value, column.end);
    if (at == std::string_view::npos) at = text.find(value);
    const auto moved = static_cast<std::int64_t>(at) - static_cast<std::int64_t>(column.end);
    const auto cost = leb128_size(base::zigzag(moved)) + leb128_size(2 * value.size() + 1);
    const auto spelled = leb128_size(2 * (value.size() - shared)) + 1 + value.size() - shared;
    if (at != std::string_view::npos && cost < spelled && may_copy(value.size())) {
      number(2 * value.size() + 1);
      number(base::zigzag(moved));
      column.end = at + value.size();
    } else {
      spell_out(value, may_copy(shared) ? shared : 0);
    }
  }
  column.previous = value;
}

void Writer::element_name(const Model& model, std::size_t element, TextColumn& column) {
  const auto& value = model.elements[element].name;
  const bool usual = value == usual_name(model, element, room()) && may_copy(value.size());
  flag(usual);
  if (!usual) text(value, column);
}

void Writer::source(const base::SourcePtr& source) {
  if (!source) return number(kNoSource);
  if (source == source_) return number(kModelSource);
  const auto found = std::find(inside_.begin(), inside_.end(), source.get());
  number(kFirstInside + static_cast<std::uint64_t>(found - inside_.begin()));
  if (found != inside_.end()) return;
  inside_.push_back(source.get());
  text(source->name(), source_names_);
  text(std::string(source->text()), source_texts_);
}

std::vector<Node> Writer::listed(const ExpressionPool& pool) {
  std::vector<Node> nodes;
  nodes.reserve(pool.size());
  for (std::size_t i = 0; i < pool.size(); ++i) nodes.push_back(pool[ExprId(i)]);
  return nodes;
}

}  // namespace slackwater::model::packed
