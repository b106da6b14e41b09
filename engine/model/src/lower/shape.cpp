#include "shape.hpp"

#include <algorithm>
#include <numeric>

#include "dimensions.hpp"

namespace slackwater::model::lowering {
namespace {

constexpr std::uint32_t kNobody = 0xFFFFFFFFu;

std::vector<std::string> subscript_candidates(const Context& context) {
  std::vector<std::string> out;
  for (const auto& dimension : context.model.dimensions) {
    out.push_back(dimension.name);
    out.insert(out.end(), dimension.elements.begin(), dimension.elements.end());
  }
  return out;
}

std::optional<Axis> read_axis(const Context& context, const std::string& name) {
  if (const auto dimension = find_dimension(context, name)) return Axis{*dimension, std::nullopt};
  for (std::size_t i = 0; i < context.model.dimensions.size(); ++i) {
    if (context.model.dimensions[i].parent) continue;
    if (const auto position = find_position(context, i, name)) return Axis{i, *position};
  }
  return std::nullopt;
}

bool holds(const Context& context, std::size_t dimension, const Axis& axis) {
  if (root_of(context, axis.dimension) != root_of(context, dimension)) return false;
  if (axis.dimension == dimension) return true;
  const auto& elements = context.model.dimensions[axis.dimension].elements;
  if (axis.element) return find_position(context, dimension, elements[*axis.element]).has_value();
  return std::all_of(elements.begin(), elements.end(), [&](const auto& element) {
    return find_position(context, dimension, element).has_value();
  });
}

bool runs_already(const Part& part, const Axis& axis) {
  return !axis.element && std::any_of(part.axes.begin(), part.axes.end(), [&](const Axis& other) {
    return !other.element && other.dimension == axis.dimension;
  });
}

class ShapeBuilder {
 public:
  ShapeBuilder(Context& context, Shape& shape, const std::string& name, base::Span span)
      : context_(context), shape_(shape), name_(name), span_(span) {}

  void run() {
    for (const auto& part : shape_.parts) {
      if (part.broken) shape_.broken = true;
    }
    if (shape_.broken || !same_rank() || !find_dimensions() || !find_size()) {
      shape_.broken = true;
      return;
    }
    assign();
    if (!shape_.broken) report_missing();
  }

 private:
  base::Place place_of(const Part& part) const { return context_.place(name_span(part)); }

  static base::Span name_span(const Part& part) {
    const auto& declaration = *part.declaration;
    return declaration.variable ? declaration.variable->name.span : declaration.lookup->name.span;
  }

  bool same_rank() {
    const auto& first = shape_.parts.front();
    for (const auto& part : shape_.parts) {
      if (part.axes.size() == first.axes.size()) continue;
      auto& error = context_.diagnostics.error(
          "E0402",
          quoted(name_) + " has " + std::to_string(part.axes.size()) + " subscripts here, but " +
              std::to_string(first.axes.size()) + " above",
          place_of(part));
      error.notes.push_back({"the other declaration", place_of(first)});
      return false;
    }
    return true;
  }

  // The widest dimension written at a place; one that no declaration names in whole is the
  // elements' own.
  bool find_dimensions() {
    const auto& dimensions = context_.model.dimensions;
    for (std::size_t place = 0; place < shape_.parts.front().axes.size(); ++place) {
      std::optional<std::size_t> widest;
      for (const auto& part : shape_.parts) {
        const auto& axis = part.axes[place];
        if (axis.element) continue;
        if (!widest ||
            dimensions[axis.dimension].elements.size() > dimensions[*widest].elements.size()) {
          widest = axis.dimension;
        }
      }
      if (!widest || !holds_all(*widest, place)) {
        widest = root_of(context_, shape_.parts.front().axes[place].dimension);
      }
      if (!holds_all(*widest, place)) {
        report_foreign(*widest, place);
        return false;
      }
      const auto& before = shape_.dimensions;
      if (std::find(before.begin(), before.end(), *widest) != before.end()) {
        report_dimension_twice(context_, context_.place(span_), *widest);
        return false;
      }
      shape_.dimensions.push_back(*widest);
    }
    return true;
  }

  bool holds_all(std::size_t dimension, std::size_t place) {
    return std::all_of(shape_.parts.begin(), shape_.parts.end(), [&](const Part& part) {
      return holds(context_, dimension, part.axes[place]);
    });
  }

  void report_foreign(std::size_t dimension, std::size_t place) {
    for (const auto& part : shape_.parts) {
      if (holds(context_, dimension, part.axes[place])) continue;
      auto& error = context_.diagnostics.error(
          "E0408",
          "the declarations of " + quoted(name_) + " do not fit: one subscript belongs to " +
              quoted(context_.model.dimensions[dimension].name) + ", the other to " +
              quoted(context_.model.dimensions[part.axes[place].dimension].name),
          place_of(part));
      error.notes.push_back({"the other declaration", place_of(shape_.parts.front())});
      return;
    }
  }

  bool find_size() {
    for (const auto dimension : shape_.dimensions) {
      const auto count = context_.model.dimensions[dimension].elements.size();
      if (count == 0) return false;
      if (shape_.size <= kMostElements / count) {
        shape_.size *= count;
        continue;
      }
      context_.diagnostics.error(
          "E0412", quoted(name_) + " has more than " + std::to_string(kMostElements) + " elements",
          context_.place(span_), "use fewer or smaller dimensions");
      return false;
    }
    return true;
  }

  // The declaration about the fewest elements says what an element is, wherever it stands.
  void assign() {
    shape_.part_of.assign(shape_.size, kNobody);
    std::vector<std::size_t> order(shape_.parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
      return extent_of(context_, shape_.parts[a]) < extent_of(context_, shape_.parts[b]);
    });
    for (const auto i : order) {
      each_element_of_part(context_, shape_, shape_.parts[i],
                           [&](const auto& position, const auto&) {
                             claim(linear_position(context_, shape_, position), i);
                           });
    }
  }

  void claim(std::size_t element, std::size_t part) {
    auto& owner = shape_.part_of[element];
    if (owner == kNobody) {
      owner = static_cast<std::uint32_t>(part);
      return;
    }
    const auto& special = shape_.parts[owner];
    auto& claimed = shape_.parts[part];
    if (extent_of(context_, special) == extent_of(context_, claimed))
      return report_conflict(special, claimed);
    claimed.covers_all = false;
  }

  void report_conflict(const Part& first, const Part& second) {
    if (shape_.broken) return;
    shape_.broken = true;
    const bool same = shape_.dimensions.empty() || same_axes(first, second);
    auto& error = context_.diagnostics.error(
        same ? "E0201" : "E0408",
        same ? quoted(name_) + " is declared twice"
             : "two declarations of " + quoted(name_) +
                   " claim the same element, and neither is the special one",
        place_of(second));
    error.notes.push_back({"the other declaration", place_of(first)});
  }

  static bool same_axes(const Part& first, const Part& second) {
    for (std::size_t i = 0; i < first.axes.size(); ++i) {
      if (first.axes[i].dimension != second.axes[i].dimension ||
          first.axes[i].element != second.axes[i].element) {
        return false;
      }
    }
    return true;
  }

  void report_missing() {
    std::string missing;
    std::size_t count = 0;
    for (std::size_t i = 0; i < shape_.size; ++i) {
      if (shape_.part_of[i] != kNobody || ++count > 6) continue;
      missing +=
          (count > 1 ? ", " : "") + subscript_text(context_, shape_.dimensions, position_of(i));
    }
    if (count == 0) return;
    if (count > 6) missing += ", ...";
    shape_.broken = true;
    if (context_.damaged_names.count(name_) > 0) return;  // a declaration of it did not parse
    context_.diagnostics.error("E0404", quoted(name_) + " has no equation for " + missing,
                               context_.place(span_));
  }

  std::vector<std::size_t> position_of(std::size_t element) const {
    std::vector<std::size_t> out(shape_.dimensions.size());
    for (std::size_t i = out.size(); i-- > 0;) {
      const auto count = context_.model.dimensions[shape_.dimensions[i]].elements.size();
      out[i] = element % count;
      element /= count;
    }
    return out;
  }

  Context& context_;
  Shape& shape_;
  const std::string& name_;
  base::Span span_;
};

}  // namespace

Part read_part(Context& context, const language::Declaration& declaration,
               const std::vector<language::Name>& subscripts) {
  Part part;
  part.declaration = &declaration;
  for (const auto& name : subscripts) {
    if (const auto axis = read_axis(context, name.text)) {
      if (runs_already(part, *axis)) {
        part.broken = true;
        report_dimension_twice(context, context.place(name.span), axis->dimension);
      }
      part.axes.push_back(*axis);
      continue;
    }
    part.broken = true;
    // The paragraph that declares it did not parse: one error for that is enough.
    if (context.damaged_names.count(name.text) > 0) continue;
    const auto closest = base::closest_name(name.text, subscript_candidates(context));
    context.diagnostics.error("E0401",
                              quoted(name.text) + " is neither a dimension nor an element of one",
                              context.place(name.span),
                              closest.empty() ? "declare it: 'dimension " + name.text + " = ...'"
                                              : "did you mean " + quoted(closest) + "?");
  }
  return part;
}

void report_dimension_twice(Context& context, const base::Place& place, std::size_t dimension) {
  const auto& name = context.model.dimensions[dimension].name;
  context.diagnostics.error(
      "E0415",
      "the dimension " + quoted(name) + " is used twice, and one name cannot run over both", place,
      "declare a second name for its elements, 'dimension other_" + name + " = " + name +
          "', and use that for one of the two");
}

void build_shape(Context& context, Shape& shape, const std::string& name, base::Span span) {
  ShapeBuilder(context, shape, name, span).run();
}

std::string part_text(const Context& context, const Part& part) {
  std::string out;
  for (const auto& axis : part.axes) {
    const auto& dimension = context.model.dimensions[axis.dimension];
    out += (out.empty() ? "[" : ",") +
           (axis.element ? dimension.elements[*axis.element] : dimension.name);
  }
  return out.empty() ? out : out + "]";
}

bool contains(const Context& context, const Part& outer, const Part& inner) {
  for (std::size_t i = 0; i < outer.axes.size(); ++i) {
    const auto& around = outer.axes[i];
    const auto& axis = inner.axes[i];
    if (!holds(context, around.dimension, axis)) return false;
    if (!around.element) continue;
    const auto name = [&](const Axis& of) {
      return context.model.dimensions[of.dimension].elements[*of.element];
    };
    if (!axis.element || name(axis) != name(around)) return false;
  }
  return true;
}

std::size_t extent_of(const Context& context, const Part& part) {
  std::size_t out = 1;
  for (const auto& axis : part.axes) {
    if (!axis.element) out *= context.model.dimensions[axis.dimension].elements.size();
  }
  return out;
}

std::vector<std::size_t> positions_of_axis(Context& context, const Axis& axis,
                                           std::size_t dimension) {
  const auto* places = translation(context, axis.dimension, dimension);
  if (!places) return {};
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < places->size(); ++i) {
    if ((!axis.element || *axis.element == i) && (*places)[i] != kNoPosition)
      out.push_back((*places)[i]);
  }
  return out;
}

std::size_t linear_position(const Context& context, const Shape& shape,
                            const std::vector<std::size_t>& position) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < position.size(); ++i) {
    out = out * context.model.dimensions[shape.dimensions[i]].elements.size() + position[i];
  }
  return out;
}

std::string subscript_text(const Context& context, const std::vector<std::size_t>& dimensions,
                           const std::vector<std::size_t>& position) {
  if (dimensions.empty()) return {};
  std::string out = "[";
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    if (i > 0) out += ",";
    out += context.model.dimensions[dimensions[i]].elements[position[i]];
  }
  return out + "]";
}

}  // namespace slackwater::model::lowering
