#include "core/diagram/selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace slackwater::api {
namespace {

constexpr std::size_t kMost = 64;        // nodes of a picture that can still be read
constexpr std::size_t kMostAround = 48;  // the same around a variable: denser
constexpr std::size_t kMostLoops = 48;   // the same where every node may be tied to every other
constexpr std::size_t kAllInputs = 32;   // nodes up to which parameters and constants are shown

class Selector {
 public:
  Selector(const Network& network, const DiagramOptions& options)
      : network_(network), options_(options) {}

  base::Result<Selection> run() {
    chosen_.title = network_.model().title;
    const int choices = !options_.around.empty() + !options_.section.empty() +
                        static_cast<int>(!options_.only.empty());
    if (choices > 1) {
      return refuse("E9045", "a diagram is drawn around a variable or of a section, not both",
                    "leave one of them out");
    }
    if (!options_.around.empty()) {
      choose_around();
    } else if (!options_.section.empty()) {
      choose_section();
    } else if (!options_.only.empty()) {
      choose_only();
    } else {
      choose_all();
    }
    if (diagnostics_.has_errors()) return diagnostics_;
    if (chosen_.own.empty()) {
      return refuse("E9045",
                    "there is nothing to draw: no variable of that choice is tied to another",
                    "draw the stock and flow diagram, or another section");
    }
    if (count() > most()) return refuse_size();
    return {std::move(chosen_), std::move(diagnostics_)};
  }

 private:
  bool loops_only() const { return options_.kind == DiagramKind::causal_loop; }
  std::size_t most() const { return loops_only() ? kMostLoops : kMost; }
  std::size_t count() const { return chosen_.own.size() + chosen_.elsewhere.size(); }
  std::size_t size() const { return network_.model().variables.size(); }

  base::Diagnostics refuse(std::string code, std::string message, std::string hint) {
    diagnostics_.error(std::move(code), std::move(message), {}, std::move(hint));
    return diagnostics_;
  }

  base::Diagnostics refuse_size() {
    const auto& sections = network_.model().sections;
    std::string hint = "draw it around a variable, with a smaller depth";
    if (options_.section.empty() && sections.size() > 1) {
      hint = fmt::format("draw it around a variable, or one section: '{}'",
                         fmt::join(sections, "', '"));
    }
    return refuse(
        "E9046",
        fmt::format("{} variables are too many for one picture; it holds {}", count(), most()),
        std::move(hint));
  }

  std::optional<std::size_t> find(const std::string& name) {
    const auto id = network_.model().find_variable(name);
    if (id && network_.is_drawn(id->index)) return id->index;
    std::vector<std::string> names;
    for (std::size_t v = 0; v < size(); ++v) {
      if (network_.is_drawn(v)) names.push_back(network_.variable(v).name);
    }
    const auto close = base::closest_name(name, names);
    diagnostics_.error("E9045", fmt::format("the model has no variable '{}'", name), {},
                       close.empty() ? "slackwater info lists the variables"
                                     : fmt::format("did you mean '{}'?", close));
    return std::nullopt;
  }

  void choose_all() {
    const auto loops = loops_only() ? network_.on_loops() : Nodes{};
    for (std::size_t v = 0; v < size(); ++v) {
      if (!network_.is_drawn(v)) continue;
      if (!loops.empty() ? loops.contains(v) : !(loops_only() && network_.is_input(v))) {
        chosen_.own.insert(v);
      }
    }
    drop_inputs();
  }

  void choose_only() {
    for (const auto& name : options_.only) {
      const auto id = network_.model().find_variable(name);
      if (id && !network_.is_drawn(id->index)) continue;  // links pass through it
      const auto v = find(name);
      if (v) chosen_.own.insert(*v);
    }
    add_ends_of_flows();
  }

  void choose_section() {
    const auto& sections = network_.model().sections;
    const auto& title = options_.section;
    if (std::find(sections.begin(), sections.end(), title) == sections.end()) {
      diagnostics_.error("E9045", fmt::format("the model has no section '{}'", title), {},
                         sections.empty()
                             ? "the model has no sections: draw all of it"
                             : fmt::format("its sections are '{}'", fmt::join(sections, "', '")));
      return;
    }
    chosen_.title = title;
    bool has_equations = false;
    for (std::size_t v = 0; v < size(); ++v) {
      if (!network_.is_drawn(v) || network_.variable(v).section != title) continue;
      has_equations = has_equations || !network_.is_input(v);
      if (!loops_only() || !network_.is_input(v)) chosen_.own.insert(v);
    }
    add_ends_of_flows();
    add_neighbours(has_equations);
    drop_inputs();
  }

  // From elsewhere: what acts on the section; of a section of nothing but numbers, what they act
  // on; among loops, only what the section also acts on.
  void add_neighbours(bool has_equations) {
    const auto own = chosen_.own;
    for (const auto v : own) {
      for (const auto other : has_equations ? network_.sources(v) : network_.targets(v)) {
        if (own.contains(other) || !network_.is_drawn(other)) continue;
        if (loops_only() && !acted_on(other, own)) continue;
        chosen_.elsewhere.insert(other);
      }
    }
  }

  bool acted_on(std::size_t v, const Nodes& by) const {
    const auto& sources = network_.sources(v);
    return std::any_of(sources.begin(), sources.end(),
                       [&](std::size_t source) { return by.contains(source); });
  }

  // A stock comes with its flows, a flow with its stocks.
  void add_ends_of_flows() {
    if (loops_only()) return;
    for (const auto v : chosen_.own) {
      for (const auto other : network_.attached(v)) {
        if (!chosen_.own.contains(other)) chosen_.elsewhere.insert(other);
      }
    }
  }

  void choose_around() {
    const auto center = find(options_.around);
    if (!center) return;
    chosen_.title = fmt::format("Around {}", network_.variable(*center).name);
    std::replace(chosen_.title.begin(), chosen_.title.end(), '_', ' ');
    int depth = 0;
    Nodes reached{*center};
    Nodes border = reached;
    for (; depth < options_.depth && !border.empty(); ++depth) {
      Nodes next;
      for (const auto v : border) step(v, *center, next);
      for (const auto v : reached) next.erase(v);
      auto more = reached;
      more.insert(next.begin(), next.end());
      const auto weighed = weight(more);
      if (depth > 0 && weighed > kMostAround) {
        diagnostics_.warning(
            "W9007",
            fmt::format("{} links around '{}' instead of {} are drawn: {} variables would be too "
                        "many for one picture",
                        depth, options_.around, options_.depth, weighed),
            {}, fmt::format("a smaller depth says so from the start: {}", depth));
        break;
      }
      reached = std::move(more);
      border = std::move(next);
    }
    chosen_.own = std::move(reached);
    add_ends_of_flows();
    drop_inputs();
  }

  // Numbers that are given end the search: what shares nothing but a constant is not related.
  void step(std::size_t v, std::size_t center, Nodes& into) const {
    if (network_.is_input(v) && v != center) return;
    for (const auto* list : {&network_.sources(v), &network_.targets(v)}) {
      for (const auto other : *list) {
        if (!network_.is_drawn(other)) continue;
        if (loops_only() && network_.is_input(other)) continue;
        into.insert(other);
      }
    }
  }

  // What is left when parameters and constants are left out.
  std::size_t weight(const Nodes& nodes) const {
    return static_cast<std::size_t>(std::count_if(
        nodes.begin(), nodes.end(), [&](std::size_t v) { return !is_plain_number(v); }));
  }

  bool is_plain_number(std::size_t v) const {
    return network_.is_input(v) && network_.variable(v).kind != model::VariableKind::lever;
  }

  void drop_inputs() {
    if (count() <= kAllInputs || weight(chosen_.own) == 0) return;
    const auto center = network_.model().find_variable(options_.around);
    const auto plain = [&](std::size_t v) {
      return is_plain_number(v) && !(center && center->index == v);
    };
    std::erase_if(chosen_.own, plain);
    std::erase_if(chosen_.elsewhere, plain);
  }

  const Network& network_;
  const DiagramOptions& options_;
  Selection chosen_;
  base::Diagnostics diagnostics_;
};

}  // namespace

base::Result<Selection> select(const Network& network, const DiagramOptions& options) {
  return Selector(network, options).run();
}

}  // namespace slackwater::api
