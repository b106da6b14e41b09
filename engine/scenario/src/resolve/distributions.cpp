#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "../expression/syntax.hpp"
#include "resolver.hpp"
#include "slackwater/ensemble/distribution.hpp"

namespace slackwater::scenario {
namespace {

struct Family {
  std::string_view name;
  std::vector<std::string> arguments;  ///< the first `required` of them are needed
  std::size_t required;
};

const std::vector<Family>& families() {
  static const std::vector<Family> known = {
      {"uniform", {"low", "high"}, 2},
      {"log_uniform", {"low", "high"}, 2},
      {"normal", {"mean", "deviation", "low", "high"}, 2},
      {"lognormal", {"median", "p95"}, 2},
      {"triangular", {"low", "mode", "high"}, 3},
  };
  return known;
}

}  // namespace

std::optional<model::Distribution> distribution(Resolver& resolver, const YamlNode& node,
                                                const model::Variable& variable) {
  const auto text = expression_text(resolver.tree, node);
  base::Diagnostics problems;
  const auto tree = syntax::parse(text, problems);
  std::vector<std::string> names;
  for (const auto& family : families()) names.emplace_back(family.name);
  if (problems.has_errors() || tree->kind != syntax::Kind::call) {
    resolver.error("E1114", fmt::format("'{}' is no distribution", node.text), node,
                   "write, for example, `uniform(20 week, 80 week)`");
    return std::nullopt;
  }
  const auto family = std::find_if(families().begin(), families().end(),
                                   [&](const Family& each) { return each.name == tree->parts[0]; });
  if (family == families().end()) {
    const auto closest = base::closest_name(tree->parts[0], names);
    resolver.diagnostics.error("E1114", fmt::format("unknown distribution '{}'", tree->parts[0]),
                               {text.source, tree->name_span},
                               closest.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                                               : fmt::format("did you mean '{}'?", closest));
    return std::nullopt;
  }

  const auto fail = [&](std::string message, base::Span span) {
    resolver.diagnostics.error(
        "E1114", std::move(message), {text.source, span},
        fmt::format(
            "write `{}({})`", family->name,
            fmt::join(family->arguments.begin(),
                      family->arguments.begin() + static_cast<std::ptrdiff_t>(family->required),
                      ", ")));
    return std::nullopt;
  };
  model::Distribution result{std::string(family->name), {}, {text.source, tree->span}};
  for (std::size_t i = 0; i < tree->children.size(); ++i) {
    const auto& value = *tree->children[i];
    auto name = tree->argument_names[i];
    if (name.empty() && i < family->arguments.size()) name = family->arguments[i];
    const bool known = std::find(family->arguments.begin(), family->arguments.end(), name) !=
                       family->arguments.end();
    if (!known) {
      return fail(name.empty() ? fmt::format("'{}' has too many arguments", family->name)
                               : fmt::format("'{}' has no argument '{}'", family->name, name),
                  value.span);
    }
    const auto number = quantity(resolver, TextRange{text.source, value.span}, variable.unit);
    if (!number) return std::nullopt;
    result.arguments.emplace_back(name, *number);
  }
  for (std::size_t i = 0; i < family->required; ++i) {
    const auto& name = family->arguments[i];
    const auto count = std::count_if(result.arguments.begin(), result.arguments.end(),
                                     [&](const auto& each) { return each.first == name; });
    if (count != 1) {
      return fail(
          fmt::format("'{}' {} '{}'", family->name, count == 0 ? "needs" : "gets twice", name),
          tree->span);
    }
  }
  // Whether the numbers make sense is known where they are drawn from.
  const auto quantile = ensemble::Quantile::make({result.family, result.arguments}, result.place);
  if (!quantile) {
    resolver.diagnostics.append(quantile.diagnostics());
    return std::nullopt;
  }
  return result;
}

}  // namespace slackwater::scenario
