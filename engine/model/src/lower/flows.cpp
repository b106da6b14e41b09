#include <map>

#include "dimensions.hpp"
#include "names.hpp"
#include "shape.hpp"

namespace slackwater::model::lowering {
namespace {

using language::FlowUse;
using language::VariableKind;

class FlowConnector {
 public:
  explicit FlowConnector(Context& context) : context_(context) {}

  void run() {
    for (auto& entry : context_.variables) {
      if (entry.kind != VariableKind::stock) continue;
      if (entry.shape.broken) {
        note_used(entry);
        continue;
      }
      for (std::size_t i = 0; i < entry.shape.parts.size(); ++i) connect_part(entry, i);
    }
    report_unused();
  }

 private:
  // A stock that is wrong for another reason still uses its flows.
  void note_used(const VariableEntry& stock) {
    for (const auto& part : stock.shape.parts) {
      for (const auto& use : part.declaration->variable->flows) {
        if (const auto flow = quiet_flow(use)) used_.insert(*flow);
      }
    }
  }

  struct Use {
    const VariableEntry* stock;
    base::Span span;
  };

  // A part without flows of its own has those of the narrowest part around it that lists some.
  const Part& flows_of(const VariableEntry& entry, std::size_t part) const {
    const auto& own = entry.shape.parts[part];
    if (!own.declaration->variable->flows.empty()) return own;
    const auto* found = &own;
    for (const auto& other : entry.shape.parts) {
      if (other.declaration->variable->flows.empty() || !contains(context_, other, own)) continue;
      if (found == &own || extent_of(context_, other) < extent_of(context_, *found)) found = &other;
    }
    return *found;
  }

  void connect_part(VariableEntry& entry, std::size_t part) {
    const auto& flows = flows_of(entry, part).declaration->variable->flows;
    const bool own = &flows == &entry.shape.parts[part].declaration->variable->flows;
    for (const auto& use : flows) {
      const auto flow = own ? find_flow(entry, use) : quiet_flow(use);
      if (flow && (!own || fits(entry, use, *flow))) connect(entry, part, use, *flow);
    }
  }

  std::optional<std::size_t> quiet_flow(const FlowUse& use) const {
    const auto found = context_.symbols.find(use.name.text);
    if (found == context_.symbols.end() || found->second.kind != Symbol::Kind::variable)
      return std::nullopt;
    if (context_.variables[found->second.index].kind != VariableKind::flow) return std::nullopt;
    return found->second.index;
  }

  std::optional<std::size_t> find_flow(const VariableEntry& entry, const FlowUse& use) {
    if (const auto flow = quiet_flow(use)) return flow;
    const std::string role = use.inflow ? "inflow" : "outflow";
    const auto found = context_.symbols.find(use.name.text);
    if (found == context_.symbols.end()) {
      if (context_.damaged_names.count(use.name.text) > 0) return std::nullopt;
      const Scope scope{context_.tree.source, "the flows of " + described(entry), {}, nullptr};
      context_.diagnostics.error(
          "E0204", "unknown name " + quoted(use.name.text) + " in " + scope.where,
          context_.place(use.name.span), suggestion(context_, scope, use.name.text));
      return std::nullopt;
    }
    const bool variable = found->second.kind == Symbol::Kind::variable;
    auto& error = context_.diagnostics.error(
        "E0205",
        "the " + role + " " + quoted(use.name.text) + " of " + described(entry) + " is no flow",
        context_.place(use.name.span), "declare it as a flow: 'flow " + use.name.text + ": ...'");
    if (variable) {
      const auto& other = context_.variables[found->second.index];
      error.notes.push_back({described(other) + " is declared here", context_.place(other.span)});
    }
    return std::nullopt;
  }

  // The unit of a flow is its stock's unit per unit of time.
  bool fits(const VariableEntry& entry, const FlowUse& use, std::size_t index) {
    const auto& flow = context_.variables[index];
    if (!entry.unit.unit || !flow.unit.unit || !context_.time_unit) return true;
    const auto wanted = *entry.unit.unit / *context_.time_unit;
    if (units::same(wanted, *flow.unit.unit)) return true;
    auto& error = context_.diagnostics.error(
        "E0309",
        described(flow) + " is in " + quoted(context_.print(*flow.unit.unit)) + ", but a flow of " +
            described(entry) + " must be in " + quoted(context_.print(wanted)),
        context_.place(use.name.span));
    error.notes.push_back({described(flow) + " is declared here", context_.place(flow.unit.span)});
    error.notes.push_back({described(entry) + " is in " + quoted(context_.print(*entry.unit.unit)),
                           context_.place(entry.unit.span)});
    return true;
  }

  void connect(VariableEntry& entry, std::size_t part, const FlowUse& use, std::size_t index) {
    const auto& flow = context_.variables[index];
    used_.insert(index);
    if (flow.shape.broken) return;
    const auto axes = align(entry, flow);
    if (!axes) {
      report_shape(entry, use, flow);
      return;
    }
    each_element_of_part(context_, entry.shape, entry.shape.parts[part],
                         [&](const auto& position, const auto&) {
                           const auto element = linear_position(context_, entry.shape, position);
                           if (entry.shape.part_of[element] != part) return;
                           connect_element(entry, element, position, use, flow, *axes);
                         });
  }

  // For each dimension of the flow the stock's dimension that runs with it: the same one, else a
  // relative at the same place, else a relative anywhere.
  std::optional<std::vector<std::size_t>> align(const VariableEntry& stock,
                                                const VariableEntry& flow) {
    const auto& from = stock.shape.dimensions;
    const auto& to = flow.shape.dimensions;
    if (from.size() != to.size()) return std::nullopt;
    std::vector<std::optional<std::size_t>> axes(to.size());
    std::vector<char> taken(from.size(), 0);
    const auto match = [&](const auto& fits) {
      for (std::size_t i = 0; i < to.size(); ++i) {
        for (std::size_t k = 0; k < from.size() && !axes[i]; ++k) {
          if (taken[k] || !fits(i, k)) continue;
          axes[i] = k;
          taken[k] = 1;
        }
      }
    };
    const auto related = [&](std::size_t i, std::size_t k) {
      return root_of(context_, from[k]) == root_of(context_, to[i]);
    };
    match([&](std::size_t i, std::size_t k) { return from[k] == to[i]; });
    match([&](std::size_t i, std::size_t k) { return i == k && related(i, k); });
    match(related);
    std::vector<std::size_t> out;
    for (const auto& axis : axes) {
      if (!axis) return std::nullopt;
      out.push_back(*axis);
    }
    return out;
  }

  void connect_element(VariableEntry& entry, std::size_t element,
                       const std::vector<std::size_t>& position, const FlowUse& use,
                       const VariableEntry& flow, const std::vector<std::size_t>& axes) {
    std::vector<std::size_t> target;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const auto from = entry.shape.dimensions[axes[i]];
      const auto place =
          (*translation(context_, from, flow.shape.dimensions[i]))[position[axes[i]]];
      if (place == kNoPosition) return report_missing(entry, use, flow, from, position[axes[i]]);
      target.push_back(place);
    }
    const ElementId stock(context_.model.variables[entry.id.index].first.index + element);
    const ElementId source(context_.model.variables[flow.id.index].first.index +
                           linear_position(context_, flow.shape, target));
    auto& uses = use.inflow ? inflow_of_ : outflow_of_;
    const auto [at, is_new] = uses.emplace(source.index, Use{&entry, use.name.span});
    if (!is_new) return report_twice(entry, use, at->second);
    auto& model_element = context_.model.elements[stock.index];
    (use.inflow ? model_element.inflows : model_element.outflows).push_back(source);
  }

  void report_shape(const VariableEntry& entry, const FlowUse& use, const VariableEntry& flow) {
    if (!reported_.insert(&use).second) return;
    auto& error = context_.diagnostics.error(
        "E0411", described(flow) + " and " + described(entry) + " must have the same dimensions",
        context_.place(use.name.span),
        "a flow of an array fills each element from its own; use sum(...) in a flow of a scalar "
        "stock");
    error.notes.push_back({described(flow) + " is declared here", context_.place(flow.span)});
  }

  void report_missing(const VariableEntry& entry, const FlowUse& use, const VariableEntry& flow,
                      std::size_t dimension, std::size_t position) {
    if (!reported_.insert(&use).second) return;
    auto& error = context_.diagnostics.error(
        "E0411",
        described(flow) + " has no element " +
            quoted(context_.model.dimensions[dimension].elements[position]) + ", which " +
            described(entry) + " has",
        context_.place(use.name.span),
        "declare the elements of the stock separately, each with its own flows");
    error.notes.push_back({described(flow) + " is declared here", context_.place(flow.span)});
  }

  void report_twice(const VariableEntry& entry, const FlowUse& use, const Use& other) {
    if (!reported_.insert(&use).second) return;
    const std::string role = use.inflow ? "inflow" : "outflow";
    auto& error = context_.diagnostics.error(
        "E0206",
        quoted(use.name.text) + " is already an " + role + " of " +
            (other.stock == &entry ? "this stock" : described(*other.stock)),
        context_.place(use.name.span),
        "what flows " + std::string(use.inflow ? "into" : "out of") + " one stock cannot flow " +
            (use.inflow ? "into" : "out of") + " another; to count it, use integrate(" +
            use.name.text + ", 0) or a second flow");
    error.notes.push_back({"used here", context_.place(other.span)});
  }

  void report_unused() {
    for (std::size_t i = 0; i < context_.variables.size(); ++i) {
      const auto& entry = context_.variables[i];
      if (entry.kind != VariableKind::flow || used_.count(i) > 0 || !context_.damaged_names.empty())
        continue;
      context_.diagnostics.warning(
          "E0213", described(entry) + " flows into no stock and out of none",
          context_.place(entry.span), "attach it to a stock, or declare it as an aux");
    }
  }

  Context& context_;
  std::map<std::uint32_t, Use> inflow_of_;
  std::map<std::uint32_t, Use> outflow_of_;
  std::unordered_set<std::size_t> used_;
  std::unordered_set<const FlowUse*> reported_;
};

}  // namespace

void connect_flows(Context& context) { FlowConnector(context).run(); }

}  // namespace slackwater::model::lowering
