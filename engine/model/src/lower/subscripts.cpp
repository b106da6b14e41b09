#include "subscripts.hpp"

#include <algorithm>

#include "dimensions.hpp"

namespace slackwater::model::lowering {
namespace {

using language::Expr;
using language::Subscript;

std::string names_of(const Context& context, const std::vector<std::size_t>& dimensions) {
  std::string out;
  for (const auto dimension : dimensions) {
    if (!out.empty()) out += ", ";
    out += context.model.dimensions[dimension].name;
  }
  return out;
}

// Calls `use` for every subscripted name that is not inside a star reduction of its own.
template <class Use>
void each_use(Context& context, const Expr& expression, const Use& use) {
  if (expression.kind == Expr::Kind::call && is_star_reduction(context, expression)) return;
  if (!expression.subscripts.empty()) use(expression);
  for (const auto& argument : expression.arguments) {
    if (argument) each_use(context, *argument, use);
  }
}

// Kept, because every level of a nested reduction asks again.
bool has_stars(Context& context, const Expr& expression) {
  const auto known = context.has_stars.find(&expression);
  if (known != context.has_stars.end()) return known->second;
  bool found = false;
  each_use(context, expression, [&](const Expr& use) {
    for (const auto& subscript : use.subscripts) {
      found = found || subscript.kind == Subscript::Kind::star;
    }
  });
  context.has_stars.emplace(&expression, found);
  return found;
}

bool has_star(const Expr& use, const Shape& shape, std::size_t dimension) {
  for (std::size_t i = 0; i < use.subscripts.size(); ++i) {
    if (use.subscripts[i].kind == Subscript::Kind::star && shape.dimensions[i] == dimension)
      return true;
  }
  return false;
}

std::string star_list(std::size_t count) {
  std::string out = "*";
  for (std::size_t i = 1; i < count; ++i) out += ", *";
  return out;
}

class SubscriptReader {
 public:
  SubscriptReader(Context& context, const Scope& scope, const StarFrame* stars, const Expr& use)
      : context_(context), scope_(scope), stars_(stars), use_(use) {}

  std::optional<AxisUse> read(const Subscript& subscript, std::size_t dimension) {
    if (subscript.kind == Subscript::Kind::star) return star(subscript, dimension);
    const auto& name = subscript.name.text;
    if (is_lost(scope_, name)) return std::nullopt;
    if (const auto running = running_named(name)) return follow(*running, dimension, subscript);
    if (const auto position = find_position(context_, dimension, name)) {
      return AxisUse{*position, 0, nullptr};
    }
    if (const auto other = find_dimension(context_, name))
      return aligned(*other, dimension, subscript);
    report_unknown_element(subscript, dimension);
    return std::nullopt;
  }

 private:
  void error(std::string code, std::string message, const Subscript& subscript,
             std::string hint = {}) {
    context_.diagnostics.error(std::move(code), std::move(message), {scope_.source, subscript.span},
                               std::move(hint));
  }

  const std::string& name_of(std::size_t dimension) const {
    return context_.model.dimensions[dimension].name;
  }

  std::optional<AxisUse> star(const Subscript& subscript, std::size_t dimension) {
    if (!stars_) {
      error("E0407", "'*' has a meaning only inside a reduction", subscript,
            "write sum(" + use_.name.text + "[*]), or name an element of " +
                quoted(name_of(dimension)));
      return std::nullopt;
    }
    if (stars_->broken) return std::nullopt;
    for (const auto& place : stars_->places) {
      if (place.dimension == dimension)
        return AxisUse{std::nullopt, place.running, translation(context_, dimension, dimension)};
    }
    return std::nullopt;
  }

  std::optional<std::size_t> running_named(const std::string& name) const {
    for (std::size_t i = scope_.running.size(); i-- > 0;) {
      if (scope_.running[i].name == name) return i;
    }
    return std::nullopt;
  }

  std::optional<AxisUse> follow(std::size_t running, std::size_t dimension,
                                const Subscript& subscript) {
    const auto from = scope_.running[running].dimension;
    if (const auto* positions = translation(context_, from, dimension)) {
      return AxisUse{std::nullopt, running, positions};
    }
    const auto& name = subscript.name.text;
    error("E0403",
          name == name_of(from)
              ? quoted(use_.name.text) + " has no dimension " + quoted(name) + " at this place"
              : quoted(name) + " runs over " + quoted(name_of(from)) +
                    ", which is not the dimension of this place",
          subscript,
          "this subscript of " + quoted(use_.name.text) + " belongs to " +
              quoted(name_of(dimension)));
    return std::nullopt;
  }

  // A dimension's name stands for whatever runs over it, over a part of it, or over what is mapped
  // onto it.
  std::optional<AxisUse> aligned(std::size_t named, std::size_t dimension,
                                 const Subscript& subscript) {
    std::optional<std::size_t> found;
    bool several = false;
    for (std::size_t i = 0; i < scope_.running.size(); ++i) {
      if (!translation(context_, scope_.running[i].dimension, named)) continue;
      several = found.has_value();
      found = i;
    }
    if (found && !several) return follow(*found, dimension, subscript);
    const auto& name = subscript.name.text;
    if (several) {
      error("E0403", "more than one running name fits the dimension " + quoted(name), subscript,
            "write the running name that is meant");
    } else {
      error("E0403", "nothing runs over the dimension " + quoted(name) + " in " + scope_.where,
            subscript,
            "name one element, or reduce over all: sum(" + use_.name.text + "[i] for i in " + name +
                ")");
    }
    return std::nullopt;
  }

  void report_unknown_element(const Subscript& subscript, std::size_t dimension) {
    const auto& name = subscript.name.text;
    if (context_.damaged_names.count(name) > 0) return;
    const auto root = root_of(context_, dimension);
    if (root != dimension && find_position(context_, root, name)) {
      error("E0405",
            quoted(name) + " is an element of " + quoted(name_of(root)) + " but not of its part " +
                quoted(name_of(dimension)),
            subscript);
      return;
    }
    auto candidates = context_.model.dimensions[dimension].elements;
    for (const auto& running : scope_.running) candidates.push_back(running.name);
    const auto closest = base::closest_name(name, candidates);
    error("E0403", quoted(name) + list_elements(context_, dimension), subscript,
          closest.empty() ? "" : "did you mean " + quoted(closest) + "?");
  }

  Context& context_;
  const Scope& scope_;
  const StarFrame* stars_;
  const Expr& use_;
};

}  // namespace

const Shape* shape_named(const Context& context, const std::string& name) {
  const auto found = context.symbols.find(name);
  if (found == context.symbols.end()) return nullptr;
  switch (found->second.kind) {
    case Symbol::Kind::variable:
      return &context.variables[found->second.index].shape;
    case Symbol::Kind::lookup:
      return &context.lookups[found->second.index].shape;
    case Symbol::Kind::function:
      break;
  }
  return nullptr;
}

bool is_star_reduction(Context& context, const Expr& call) {
  return call.arguments.size() == 1 && language::find_reduction(call.name.text) &&
         call.subscripts.empty() && has_stars(context, *call.arguments.front());
}

std::vector<std::size_t> star_dimensions(Context& context, const Scope& scope,
                                         const Expr& expression) {
  std::vector<std::size_t> out;
  bool reported = false;
  each_use(context, expression, [&](const Expr& use) {
    const auto* shape = shape_named(context, use.name.text);
    if (!shape || shape->dimensions.size() != use.subscripts.size()) return;
    const auto before = out.size();
    for (std::size_t i = 0; i < use.subscripts.size(); ++i) {
      if (use.subscripts[i].kind != Subscript::Kind::star) continue;
      const auto dimension = shape->dimensions[i];
      if (std::find(out.begin(), out.end(), dimension) != out.end()) continue;
      for (std::size_t k = 0; k < before && !reported; ++k) {
        if (root_of(context, out[k]) != root_of(context, dimension) ||
            has_star(use, *shape, out[k]))
          continue;
        reported = true;
        context.diagnostics.error(
            "E0407",
            "one '*' ranges over " + quoted(context.model.dimensions[out[k]].name) +
                ", the other over " + quoted(context.model.dimensions[dimension].name),
            {scope.source, use.subscripts[i].span},
            "write a comprehension: sum(a[i] * b[i] for i in " +
                context.model.dimensions[out[k]].name + ")");
      }
      out.push_back(dimension);
    }
  });
  return out;
}

std::vector<Running> unbound_dimensions(Context& context, const Scope& scope,
                                        const Expr& expression) {
  std::vector<Running> out;
  std::vector<std::string> local;
  const auto is_bound = [&](const std::string& name) {
    const auto has_name = [&](const Running& running) { return running.name == name; };
    return std::any_of(scope.running.begin(), scope.running.end(), has_name) ||
           std::any_of(out.begin(), out.end(), has_name) ||
           std::find(local.begin(), local.end(), name) != local.end();
  };
  const auto visit = [&](const auto& self, const Expr& at) -> void {
    for (const auto& binding : at.bindings) local.push_back(binding.variable.text);
    const auto* shape = at.subscripts.empty() ? nullptr : shape_named(context, at.name.text);
    for (std::size_t i = 0; shape && i < at.subscripts.size() && i < shape->dimensions.size();
         ++i) {
      const auto& name = at.subscripts[i].name.text;
      const auto dimension = find_dimension(context, name);
      if (!dimension || is_bound(name)) continue;
      if (!find_position(context, shape->dimensions[i], name)) out.push_back({name, *dimension});
    }
    for (const auto& argument : at.arguments) {
      if (argument) self(self, *argument);
    }
    local.resize(local.size() - at.bindings.size());
  };
  visit(visit, expression);
  return out;
}

std::optional<std::vector<AxisUse>> resolve_subscripts(Context& context, const Scope& scope,
                                                       const StarFrame* stars, const Shape& shape,
                                                       const Expr& use) {
  if (shape.broken) return std::nullopt;
  if (use.subscripts.size() != shape.dimensions.size()) {
    const auto wanted = shape.dimensions.size();
    const auto list = names_of(context, shape.dimensions);
    context.diagnostics.error("E0402",
                              wanted == 0
                                  ? quoted(use.name.text) + " has no subscripts"
                                  : quoted(use.name.text) + " has " + std::to_string(wanted) +
                                        (wanted == 1 ? " subscript, " : " subscripts, ") +
                                        std::to_string(use.subscripts.size()) + " given",
                              {scope.source, use.name.span},
                              wanted == 0 ? ""
                                          : "write " + use.name.text + "[" + list + "], or sum(" +
                                                use.name.text + "[" + star_list(wanted) + "])");
    return std::nullopt;
  }
  std::vector<AxisUse> out;
  bool fine = true;
  SubscriptReader reader(context, scope, stars, use);
  for (std::size_t i = 0; i < use.subscripts.size(); ++i) {
    auto axis = reader.read(use.subscripts[i], shape.dimensions[i]);
    fine = fine && axis;
    if (axis) out.push_back(*axis);
  }
  if (!fine) return std::nullopt;
  return out;
}

}  // namespace slackwater::model::lowering
