#include <fmt/format.h>

#include <cmath>

#include "../expression/token.hpp"
#include "resolver.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::scenario {
namespace {

/// More points are a mistake in the step.
constexpr double kMostPoints = 100'000;

bool blank(char c) { return c == ' ' || c == '\t'; }

TextRange trimmed(const TextRange& text, std::size_t begin, std::size_t end) {
  const auto all = text.source->slice(text.span);
  while (begin < end && blank(all[begin])) ++begin;
  while (end > begin && blank(all[end - 1])) --end;
  return {text.source,
          {text.span.begin + static_cast<std::uint32_t>(begin),
           text.span.begin + static_cast<std::uint32_t>(end)}};
}

/// The unit at the end of a text such as "1 week", so that `0 .. 1 week` may leave it out once.
std::string_view unit_of(const Resolver& resolver, const TextRange& text) {
  base::Diagnostics ignored;
  const auto tokens = tokenize(text, ignored);
  if (tokens.size() == 3 && tokens[0].kind == TokenKind::number &&
      tokens[1].kind == TokenKind::name && resolver.model.units &&
      resolver.model.units->find(tokens[1].text)) {
    return tokens[1].text;
  }
  return {};
}

/// A number in `unit`, read in `shared` when it is bare.
std::optional<double> end_of(Resolver& resolver, const TextRange& text, std::string_view unit,
                             std::string_view shared) {
  if (!shared.empty() && base::parse_number(text.source->slice(text.span))) {
    const auto own = resolver.model.units->find(shared);
    const auto wanted = resolver.model.units->parse(unit.empty() ? "1" : unit);
    if (own && wanted) {
      if (const auto factor = units::conversion_factor(*own, *wanted)) {
        return *base::parse_number(text.source->slice(text.span)) * *factor;
      }
    }
  }
  return quantity(resolver, text, unit);
}

struct RangeText {
  TextRange low;
  TextRange high;
  std::optional<TextRange> step;
};

std::optional<RangeText> split_range(Resolver& resolver, const YamlNode& node, bool with_step) {
  const auto text = expression_text(resolver.tree, node);
  const auto all = text.source->slice(text.span);
  const auto dots = all.find("..");
  const auto step = all.find("step");
  const bool has_step = step != std::string_view::npos;
  if (dots == std::string_view::npos || has_step != with_step || (has_step && step < dots)) {
    resolver.error("E1118",
                   fmt::format("'{}' is not of the form `{}`", node.text,
                               with_step ? "a .. b step c" : "a .. b"),
                   node,
                   with_step ? "for example `0.3 .. 1 step 0.05`" : "for example `0.02 .. 0.9`");
    return std::nullopt;
  }
  RangeText range{trimmed(text, 0, dots), trimmed(text, dots + 2, has_step ? step : all.size()),
                  std::nullopt};
  if (has_step) range.step = trimmed(text, step + 4, all.size());
  return range;
}

/// Sums of steps carry noise in the last digits: 0.3 + 6 * 0.05 is not 0.6.
double rounded(double value) {
  return base::parse_number(base::format_significant(value, 12)).value_or(value);
}

}  // namespace

std::optional<double> quantity(Resolver& resolver, const TextRange& text, std::string_view unit) {
  if (const auto number = base::parse_number(text.source->slice(text.span))) return number;
  const auto value = model::constant_value(text.source, text.span, resolver.model, unit);
  if (!value) {
    resolver.diagnostics.append(value.diagnostics());
    return std::nullopt;
  }
  if (!std::isfinite(*value)) {
    resolver.diagnostics.error("E1107", "this is no finite number", {text.source, text.span});
    return std::nullopt;
  }
  return *value;
}

std::optional<double> quantity(Resolver& resolver, const YamlNode& node, std::string_view unit) {
  if (!node.is_scalar()) {
    resolver.error("E1103", fmt::format("expected a number, found {}", kind_name(node)), node);
    return std::nullopt;
  }
  return quantity(resolver, expression_text(resolver.tree, node), unit);
}

bool looks_constant(const Resolver& resolver, const TextRange& text) {
  base::Diagnostics ignored;
  bool in_brackets = false;
  for (const auto& token : tokenize(text, ignored)) {
    if (token.is("[")) in_brackets = true;
    if (token.is("]")) in_brackets = false;
    // `1 year as week` is how a number is converted.
    if (token.kind != TokenKind::name || in_brackets || token.text == "as") continue;
    if (!resolver.model.units || !resolver.model.units->find(token.text)) return false;
  }
  return true;
}

std::optional<std::pair<double, double>> interval(Resolver& resolver, const YamlNode& node,
                                                  std::string_view unit) {
  const auto range = split_range(resolver, node, false);
  if (!range) return std::nullopt;
  const auto low = end_of(resolver, range->low, unit, unit_of(resolver, range->high));
  const auto high = quantity(resolver, range->high, unit);
  if (!low || !high) return std::nullopt;
  if (!(*low < *high)) {
    resolver.error("E1118", fmt::format("'{}' does not rise", node.text), node);
    return std::nullopt;
  }
  return std::pair(*low, *high);
}

std::vector<double> values(Resolver& resolver, const YamlNode& node, std::string_view unit) {
  std::vector<double> result;
  if (node.is_sequence()) {
    for (const auto& item : node.items) {
      if (const auto value = quantity(resolver, item, unit)) result.push_back(*value);
    }
    for (std::size_t i = 1; i < result.size() && result.size() == node.items.size(); ++i) {
      if (result[i] > result[i - 1]) continue;
      resolver.error("E1118", "the values of the list do not rise", node.items[i]);
      break;
    }
    if (node.items.empty()) resolver.error("E1118", "the list is empty", node);
    return result;
  }
  const auto range = split_range(resolver, node, true);
  if (!range) return result;
  const auto shared = unit_of(resolver, range->high);
  const auto low = end_of(resolver, range->low, unit, shared);
  const auto high = quantity(resolver, range->high, unit);
  const auto step = end_of(resolver, *range->step, unit, shared);
  if (!low || !high || !step) return result;
  if (!(*low < *high) || !(*step > 0)) {
    resolver.error("E1118", fmt::format("'{}' does not rise", node.text), node);
    return result;
  }
  const double steps = std::floor((*high - *low) / *step + 1e-9);
  if (steps > kMostPoints) {
    resolver.error("E1118", fmt::format("'{}' has more than {} points", node.text, kMostPoints),
                   node, "take a larger step");
    return result;
  }
  for (double i = 0; i <= steps; ++i) result.push_back(rounded(*low + i * *step));
  return result;
}

std::string with_unit(double value, std::string_view unit) {
  const auto number = base::format_number(value);
  return unit.empty() || unit == "1" ? number : fmt::format("{} {}", number, unit);
}

}  // namespace slackwater::scenario
