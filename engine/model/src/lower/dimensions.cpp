#include "dimensions.hpp"

#include <algorithm>
#include <numeric>

namespace slackwater::model::lowering {
namespace {

using Declaration = language::Declaration;

// Elements may be names of other dimensions, which stand for all their elements.
class DimensionReader {
 public:
  explicit DimensionReader(Context& context) : context_(context) {}

  void run() {
    collect();
    for (std::size_t i = 0; i < declarations_.size(); ++i) expand(i);
    find_parents();
    for (std::size_t i = 0; i < declarations_.size(); ++i) read_mappings(i);
  }

 private:
  enum class State { open, busy, done };

  const language::DimensionDeclaration& syntax(std::size_t i) const {
    return *declarations_[i]->dimension;
  }

  void collect() {
    for (const auto& declaration : context_.tree.declarations) {
      if (!declaration.dimension) continue;
      const auto& name = declaration.dimension->name;
      const auto [at, is_new] = context_.dimension_by_name.emplace(name.text, declarations_.size());
      if (!is_new) {
        auto& error = context_.diagnostics.error(
            "E0201", "the dimension " + quoted(name.text) + " is declared twice",
            context_.place(name.span));
        error.notes.push_back(
            {"the other declaration", context_.place(syntax(at->second).name.span)});
        continue;
      }
      declarations_.push_back(&declaration);
      Dimension dimension;
      dimension.name = name.text;
      if (declaration.documentation) dimension.documentation = declaration.documentation->text;
      context_.model.dimensions.push_back(std::move(dimension));
    }
    states_.assign(declarations_.size(), State::open);
    context_.positions.resize(declarations_.size());
  }

  // A dimension whose elements are being collected, and which name of its list is next.
  struct Open {
    std::size_t dimension;
    std::size_t next = 0;
  };

  // With a stack of its own: a chain of dimensions may be as long as the text.
  void expand(std::size_t first) {
    std::vector<Open> stack;
    const auto open = [&](std::size_t i) {
      states_[i] = State::busy;
      stack.push_back({i});
    };
    if (states_[first] == State::open) open(first);
    while (!stack.empty()) {
      auto& [i, next] = stack.back();
      if (next == syntax(i).elements.size()) {
        finish(i);
        stack.pop_back();
        continue;
      }
      const auto& element = syntax(i).elements[next];
      const auto other = find_dimension(context_, element.text);
      if (other && states_[*other] == State::open) {
        open(*other);
        continue;
      }
      add_named(i, element, other);
      ++next;
    }
  }

  // What one name of a list stands for: itself, or the elements of a dimension that are known by
  // now.
  void add_named(std::size_t i, const language::Name& element, std::optional<std::size_t> other) {
    if (!other) return add_element(i, element.text, element.span);
    if (states_[*other] == State::busy) {
      context_.diagnostics.error("E0406",
                                 "the dimension " + quoted(element.text) + " contains itself",
                                 context_.place(element.span));
      return;
    }
    for (const auto& name : context_.model.dimensions[*other].elements)
      add_element(i, name, element.span);
  }

  void finish(std::size_t i) {
    states_[i] = State::done;
    if (!syntax(i).elements.empty()) return;
    context_.diagnostics.error("E0406",
                               "the dimension " + quoted(syntax(i).name.text) + " has no elements",
                               context_.place(syntax(i).name.span));
  }

  void add_element(std::size_t i, const std::string& name, base::Span span) {
    auto& elements = context_.model.dimensions[i].elements;
    if (!context_.positions[i].emplace(name, elements.size()).second) {
      context_.diagnostics.error("E0406",
                                 "the element " + quoted(name) + " is twice in the dimension " +
                                     quoted(syntax(i).name.text),
                                 context_.place(span));
      return;
    }
    elements.push_back(name);
  }

  // An element belongs to one dimension; whoever shares elements with a larger one is a part of it.
  void find_parents() {
    auto& dimensions = context_.model.dimensions;
    std::vector<std::size_t> order(dimensions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
      return dimensions[a].elements.size() > dimensions[b].elements.size();
    });
    std::unordered_map<std::string, std::size_t> owner;
    for (const auto i : order) {
      std::optional<std::size_t> parent;
      bool clash = false;
      for (const auto& element : dimensions[i].elements) {
        const auto found = owner.find(element);
        if (found != owner.end()) parent = found->second;
      }
      for (const auto& element : dimensions[i].elements) {
        const auto found = owner.find(element);
        const bool same = found == owner.end() ? !parent : parent == found->second;
        if (!same && !clash) {
          clash = true;
          report_clash(i, *parent, element);
        }
        if (found == owner.end() && !parent) owner.emplace(element, i);
      }
      if (!parent || clash) continue;
      dimensions[i].parent = parent;
      for (const auto& element : dimensions[i].elements) {
        dimensions[i].positions.push_back(*find_position(context_, *parent, element));
      }
    }
  }

  void report_clash(std::size_t i, std::size_t other, const std::string& element) {
    const auto& names = syntax(i).elements;
    const auto at = std::find_if(names.begin(), names.end(),
                                 [&](const auto& name) { return name.text == element; });
    auto& error = context_.diagnostics.error(
        "E0406",
        quoted(syntax(i).name.text) + " shares only some elements with " +
            quoted(syntax(other).name.text) + "; " + quoted(element) + " is in one of them",
        context_.place(at == names.end() ? syntax(i).name.span : at->span),
        "an element belongs to one dimension, and a sub-range lists elements of that one only");
    error.notes.push_back({quoted(syntax(other).name.text) + " is declared here",
                           context_.place(syntax(other).name.span)});
  }

  void read_mappings(std::size_t i) {
    for (const auto& mapping : syntax(i).mappings) {
      const auto target = find_dimension(context_, mapping.target.text);
      if (!target) {
        report_unknown_dimension(context_, context_.place(mapping.target.span),
                                 mapping.target.text);
        continue;
      }
      if (context_.mappings.count({i, *target}) > 0) {
        context_.diagnostics.error(
            "E0410",
            quoted(syntax(i).name.text) + " is already mapped to " + quoted(mapping.target.text),
            context_.place(mapping.target.span),
            "write one mapping; a second one can belong to a sub-range");
        continue;
      }
      read_mapping(i, *target, mapping);
    }
  }

  void read_mapping(std::size_t from, std::size_t to,
                    const language::DimensionDeclaration::Mapping& mapping) {
    const auto& elements = context_.model.dimensions[from].elements;
    std::vector<std::uint32_t> image(elements.size(), kNoPosition);
    for (const auto& [source, target] : mapping.pairs) {
      const auto a = find_position(context_, from, source.text);
      const auto b = find_position(context_, to, target.text);
      if (!a || !b) {
        const auto& wrong = a ? target : source;
        context_.diagnostics.error(
            "E0410",
            "in the mapping, " + quoted(wrong.text) + list_elements(context_, a ? to : from),
            context_.place(wrong.span));
        if (a) image[*a] = 0;
        continue;
      }
      if (image[*a] != kNoPosition) {
        context_.diagnostics.error("E0410", quoted(source.text) + " is mapped twice",
                                   context_.place(source.span));
      }
      image[*a] = static_cast<std::uint32_t>(*b);
    }
    for (std::size_t k = 0; k < elements.size(); ++k) {
      if (image[k] != kNoPosition) continue;
      context_.diagnostics.error("E0410", "the mapping says nothing about " + quoted(elements[k]),
                                 context_.place(mapping.target.span));
      break;
    }
    context_.mappings[{from, to}] = std::move(image);
  }

  Context& context_;
  std::vector<const Declaration*> declarations_;
  std::vector<State> states_;
};

// Through the common root of two sub-ranges, or of a dimension and its sub-range.
std::vector<std::uint32_t> same_elements(const Context& context, std::size_t from, std::size_t to) {
  const auto& elements = context.model.dimensions[to].elements;
  std::unordered_map<std::string_view, std::uint32_t> position;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    position.emplace(elements[i], static_cast<std::uint32_t>(i));
  }
  std::vector<std::uint32_t> out;
  for (const auto& element : context.model.dimensions[from].elements) {
    const auto found = position.find(element);
    out.push_back(found == position.end() ? kNoPosition : found->second);
  }
  return out;
}

std::vector<std::uint32_t> composed(const std::vector<std::uint32_t>& first,
                                    const std::vector<std::uint32_t>& second) {
  std::vector<std::uint32_t> out;
  for (const auto i : first) out.push_back(i == kNoPosition ? kNoPosition : second[i]);
  return out;
}

std::size_t uncovered(const std::vector<std::uint32_t>& positions) {
  return static_cast<std::size_t>(std::count(positions.begin(), positions.end(), kNoPosition));
}

// Of the mappings between two families the one made for these two counts, else the one that says
// something about the most elements, else the one about the narrowest dimension.
std::vector<std::uint32_t> compute(const Context& context, std::size_t from, std::size_t to) {
  if (root_of(context, from) == root_of(context, to)) return same_elements(context, from, to);
  std::vector<std::uint32_t> best;
  std::pair<std::size_t, std::size_t> cost;  // elements without an image, size of the source
  for (const auto& [ends, image] : context.mappings) {
    const auto [source, target] = ends;
    if (root_of(context, source) != root_of(context, from) ||
        root_of(context, target) != root_of(context, to)) {
      continue;
    }
    auto positions = composed(composed(same_elements(context, from, source), image),
                              same_elements(context, target, to));
    if (ends == std::pair{from, to}) return positions;
    const std::pair own_cost{uncovered(positions), image.size()};
    if (!best.empty() && own_cost >= cost) continue;
    cost = own_cost;
    best = std::move(positions);
  }
  return best;
}

}  // namespace

std::optional<std::size_t> find_dimension(const Context& context, const std::string& name) {
  const auto found = context.dimension_by_name.find(name);
  if (found == context.dimension_by_name.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> find_position(const Context& context, std::size_t dimension,
                                         const std::string& element) {
  const auto& positions = context.positions[dimension];
  const auto found = positions.find(element);
  if (found == positions.end()) return std::nullopt;
  return found->second;
}

void report_unknown_dimension(Context& context, const base::Place& place, const std::string& name) {
  // The paragraph that declares it did not parse: one error for that is enough.
  if (context.damaged_names.count(name) > 0) return;
  std::vector<std::string> candidates;
  for (const auto& dimension : context.model.dimensions) candidates.push_back(dimension.name);
  const auto closest = base::closest_name(name, candidates);
  context.diagnostics.error("E0401", "unknown dimension " + quoted(name), place,
                            closest.empty() ? "" : "did you mean " + quoted(closest) + "?");
}

std::size_t root_of(const Context& context, std::size_t dimension) {
  return context.model.dimensions[dimension].parent.value_or(dimension);
}

const std::vector<std::uint32_t>* translation(Context& context, std::size_t from, std::size_t to) {
  const auto key = std::pair{from, to};
  auto found = context.translations.find(key);
  if (found == context.translations.end()) {
    found = context.translations.emplace(key, compute(context, from, to)).first;
  }
  return found->second.empty() ? nullptr : &found->second;
}

std::string list_elements(const Context& context, std::size_t dimension) {
  const auto& [name, elements, documentation, parent, positions] =
      context.model.dimensions[dimension];
  std::string out = " is no element of " + quoted(name) + "; its elements are ";
  for (std::size_t i = 0; i < elements.size() && i < 12; ++i) {
    if (i > 0) out += ", ";
    out += elements[i];
  }
  return elements.size() > 12 ? out + ", ..." : out;
}

void declare_dimensions(Context& context) { DimensionReader(context).run(); }

}  // namespace slackwater::model::lowering
