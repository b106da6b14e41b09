#include <fmt/format.h>

#include <algorithm>

#include "resolver.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/ensemble/distribution.hpp"

namespace slackwater::scenario {
namespace {

constexpr std::size_t kMostSamples = 100'000'000;
constexpr double kMostRows = 10'000'000;  // of a grid, which is kept in memory

std::string distribution_text(const model::Distribution& distribution, std::string_view unit) {
  std::string text;
  for (const auto& [name, value] : distribution.arguments) {
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, with_unit(value, unit));
  }
  return fmt::format("{}({})", distribution.family, text);
}

class UncertaintyReader {
 public:
  UncertaintyReader(Resolver& resolver, const YamlEntry& entry)
      : resolver_(resolver), key_(entry.key), map_(entry.value) {}

  /// Whatever does not fit together, the entries of `draw` are looked at.
  std::optional<Uncertainty> read() {
    read_numbers();
    if (!fit_together()) {
      draw_listed();
      return std::nullopt;
    }
    if (find_value(map_, "table") != nullptr) {
      read_sample_table(resolver_, map_, result_);
      check_draws_are_used(resolver_, result_.draws, true);
      return result_;
    }
    const auto design = text_of(map_, "design");
    if (const auto* around = find_value(map_, "around")) {
      draw_around(*around, design == "one_at_a_time");
    } else if (!draw_listed()) {
      draw_as_in_model();
    }
    if (result_.draws.empty()) return result_;
    if (text_of(map_, "beyond_range") != "true") {
      for (const auto& draw : result_.draws) {
        check_drawn_range(resolver_, draw, find_value(map_, "around") != nullptr);
      }
    }
    leave_out_unused();
    if (result_.draws.empty()) return result_;
    spread(design);
    read_correlations(resolver_, find_value(map_, "correlate"), result_);
    return result_;
  }

 private:
  void read_numbers() {
    const auto whole = [&](std::string_view key) -> std::optional<double> {
      return base::parse_number(text_of(map_, key));
    };
    result_.samples = static_cast<std::size_t>(whole("samples").value_or(0));
    result_.seed = static_cast<std::uint64_t>(whole("seed").value_or(0));
    levels_ = static_cast<std::size_t>(whole("levels").value_or(3));
  }

  bool draw_listed() {
    const auto* draws = find_value(map_, "draw");
    if (draws == nullptr) return false;
    const bool grid = text_of(map_, "design") == "grid";
    for (const auto& entry : draws->entries) draw(entry, grid);
    return true;
  }

  void refuse(std::string_view key, std::string_view why) {
    resolver_.error("E1113", fmt::format("'{}' {}", key, why), *find_value(map_, key));
    good_ = false;
  }

  /// Which keys make sense together.
  bool fit_together() {
    const auto has = [&](std::string_view key) { return find_value(map_, key) != nullptr; };
    const auto design = text_of(map_, "design");
    const bool rows = has("table") || design == "grid" || design == "one_at_a_time";
    for (const auto* key : {"design", "samples", "draw", "around", "levels", "correlate"}) {
      if (has("table") && has(key)) refuse(key, "has no meaning beside 'table'");
    }
    if (has("columns") && !has("table")) refuse("columns", "belongs to 'table'");
    if (has("around") && has("draw")) refuse("draw", "has no meaning beside 'around'");
    for (const auto* key : {"parameters", "except"}) {
      if (has(key) && !has("around")) refuse(key, "belongs to 'around'");
    }
    if (has("levels") && design != "grid") refuse("levels", "belongs to `design: grid`");
    if (rows && has("correlate") && !has("table")) {
      refuse("correlate",
             "needs a design that spreads samples: latin_hypercube, sobol or "
             "monte_carlo");
    }
    if (design == "grid" && has("around")) refuse("around", "has no meaning in a grid");
    if (design == "one_at_a_time" && !has("around")) refuse("design", "needs `around`");
    if (rows && has("samples") && !has("table")) {
      refuse("samples", "follows from the design and is not written");
    }
    if (levels_ < 2) refuse("levels", "must be at least 2");
    if (!rows && result_.samples == 0) {
      resolver_.error("E1113", "'uncertainty' does not say how many samples", map_,
                      "add, for example, `samples: 256`");
      good_ = false;
    }
    if (result_.samples > kMostSamples) refuse("samples", "is more than anyone can wait for");
    return good_;
  }

  void leave_out_unused() {
    const auto* parameters = find_value(map_, "parameters");
    const bool named =
        find_value(map_, "draw") != nullptr || (parameters != nullptr && parameters->is_sequence());
    const auto unused = check_draws_are_used(resolver_, result_.draws, named);
    for (auto i = unused.rbegin(); i != unused.rend(); ++i) {
      const auto at = static_cast<std::ptrdiff_t>(*i);
      result_.draws.erase(result_.draws.begin() + at);
      if (!defaults_.empty()) defaults_.erase(defaults_.begin() + at);
    }
    if (!result_.draws.empty()) return;
    resolver_.error("E1113", "every parameter that could be drawn is set in all runs", key_,
                    "draw others, or delete what sets them");
  }

  Draw draw_of(model::ElementId element, const YamlNode& asks) const {
    Draw draw;
    draw.element = element;
    draw.name = resolver_.model.elements[element.index].name;
    draw.unit = resolver_.model.variable_of(element).unit;
    draw.place = resolver_.tree.place(asks);
    return draw;
  }

  void draw_as_in_model() {
    for (const auto element : resolver_.model.parameters) {
      const auto& variable = resolver_.model.variable_of(element);
      if (!variable.distribution) continue;
      auto draw = draw_of(element, key_);
      draw.distribution = *variable.distribution;
      draw.text = distribution_text(draw.distribution, draw.unit);
      result_.draws.push_back(std::move(draw));
    }
    if (result_.draws.empty()) {
      resolver_.error("E1113", "the model declares no distribution to draw from", map_,
                      "add `draw:` or `around: 20 %`");
    }
  }

  void draw(const YamlEntry& entry, bool grid) {
    const auto found = target(resolver_, entry.key, entry.key.text, TargetKind::input);
    if (!found) return;
    std::optional<model::Distribution> distribution;
    std::vector<double> listed;
    const auto& value = entry.value;
    const bool lists = value.is_sequence() || value.text.find("..") != std::string::npos;
    if (value.is_scalar() && value.text == "model") {
      distribution = found->variable->distribution;
      if (!distribution) {
        resolver_.error("E1114",
                        fmt::format("the model gives '{}' no distribution", found->variable->name),
                        value);
        return;
      }
    } else if (lists && !grid) {
      resolver_.error("E1114", "a list of values belongs to `design: grid`", value,
                      "write a distribution: `uniform(20 week, 80 week)`");
      return;
    } else if (lists) {
      listed = values(resolver_, value, found->variable->unit);
      for (const auto number : listed) {
        if (!check_range(resolver_, resolver_.tree.place(value), *found->variable, number)) return;
      }
    } else {
      distribution = scenario::distribution(resolver_, value, *found->variable);
      if (!distribution) return;
    }
    for (const auto element : found->elements) {
      if (drawn(element, entry.key)) continue;
      auto draw = draw_of(element, value);
      draw.values = listed;
      if (distribution) draw.distribution = *distribution;
      draw.text = value.is_sequence()     ? "listed values"
                  : value.text == "model" ? distribution_text(draw.distribution, draw.unit)
                                          : value.text;
      result_.draws.push_back(std::move(draw));
    }
  }

  bool drawn(model::ElementId element, const YamlNode& place) {
    for (const auto& other : result_.draws) {
      if (other.element != element) continue;
      resolver_.error("E1113", fmt::format("'{}' is drawn twice", other.name), place);
      return true;
    }
    return false;
  }

  void draw_around(const YamlNode& node, bool one_at_a_time) {
    const auto share = quantity(resolver_, node, "1");
    if (!share) return;
    if (!(*share > 0 && *share <= 1)) {
      resolver_.error("E1113", "'around' must be above 0 % and at most 100 %", node);
      return;
    }
    const auto said = resolver_.diagnostics.entries().size();
    for (const auto element : elements_around()) add_around(element, *share, node);
    if (resolver_.diagnostics.entries().size() > said) return;
    if (result_.draws.empty()) {
      resolver_.error("E1113", "no parameter with a default other than 0 to vary", map_);
      return;
    }
    result_.design_text = fmt::format("around {}", node.text);
    if (one_at_a_time) vary_one_at_a_time();
  }

  std::vector<model::ElementId> elements_around() {
    const auto* names = find_value(map_, "parameters");
    std::vector<model::ElementId> elements;
    if (names != nullptr && names->is_sequence()) {
      for (const auto& item : names->items) append_new(elements, named(item));
    } else {
      for (const auto element : resolver_.model.parameters) {
        if (is_parameter(element)) elements.push_back(element);
      }
    }
    if (const auto* except = find_value(map_, "except")) {
      for (const auto& item : except->items) leave_out(elements, named(item), item);
    }
    return elements;
  }

  bool is_parameter(model::ElementId element) const {
    return resolver_.model.variable_of(element).kind == model::VariableKind::parameter;
  }

  /// `base_drift`, `"effect[*, team]"`, or `section 12`: all parameters of a section.
  std::vector<model::ElementId> named(const YamlNode& item) {
    constexpr std::string_view kSection = "section ";
    if (item.text.starts_with(kSection)) {
      return in_section(item, std::string_view(item.text).substr(kSection.size()));
    }
    const auto found = target(resolver_, item, item.text, TargetKind::parameter);
    return found ? found->elements : std::vector<model::ElementId>();
  }

  /// A section is known by its title, or by how only its title begins.
  std::vector<model::ElementId> in_section(const YamlNode& item, std::string_view title) {
    const auto& sections = resolver_.model.sections;
    std::vector<std::string> fits;
    for (const auto& section : sections) {
      if (section == title) fits = {section};
      if (section == title) break;
      if (section.starts_with(title)) fits.push_back(section);
    }
    if (fits.size() != 1) {
      const auto closest = base::closest_name(title, sections);
      resolver_.error("E1122",
                      fits.empty() ? fmt::format("the model has no section '{}'", title)
                                   : fmt::format("'{}' begins {} sections: '{}', '{}'", title,
                                                 fits.size(), fits[0], fits[1]),
                      item,
                      !fits.empty()     ? "write more of the title"
                      : closest.empty() ? ""
                                        : fmt::format("did you mean '{}'?", closest));
      return {};
    }
    std::vector<model::ElementId> elements;
    for (const auto element : resolver_.model.parameters) {
      const bool there = resolver_.model.variable_of(element).section == fits[0];
      if (there && is_parameter(element)) elements.push_back(element);
    }
    if (elements.empty()) {
      resolver_.error("E1122", fmt::format("section '{}' declares no parameter", fits[0]), item);
    }
    return elements;
  }

  static void append_new(std::vector<model::ElementId>& to,
                         const std::vector<model::ElementId>& from) {
    for (const auto element : from) {
      if (std::find(to.begin(), to.end(), element) == to.end()) to.push_back(element);
    }
  }

  void leave_out(std::vector<model::ElementId>& from, const std::vector<model::ElementId>& out,
                 const YamlNode& item) {
    const auto before = from.size();
    std::erase_if(from, [&](model::ElementId element) {
      return std::find(out.begin(), out.end(), element) != out.end();
    });
    if (from.size() < before || out.empty()) return;
    resolver_.error("E1113", fmt::format("'{}' is not among the parameters anyway", item.text),
                    item, "delete it here");
  }

  void add_around(model::ElementId element, double share, const YamlNode& node) {
    const auto& model = resolver_.model;
    const auto& equation = model.expressions[model.elements[element.index].equation];
    const double centre = equation.op == model::Operator::constant ? equation.number : 0;
    // A share of nothing is nothing: a default of 0 stays.
    if (centre == 0) return;
    auto draw = draw_of(element, node);
    const double low = std::min(centre * (1 - share), centre * (1 + share));
    const double high = std::max(centre * (1 - share), centre * (1 + share));
    draw.distribution.family = "uniform";
    draw.distribution.arguments = {{"low", low}, {"high", high}};
    draw.text = distribution_text(draw.distribution, draw.unit);
    defaults_.push_back(centre);
    result_.draws.push_back(std::move(draw));
  }

  void vary_one_at_a_time() {
    for (std::size_t i = 0; i < result_.draws.size(); ++i) {
      for (const auto& [name, value] : result_.draws[i].distribution.arguments) {
        auto row = defaults_;
        row[i] = value;
        result_.rows.insert(result_.rows.end(), row.begin(), row.end());
        ++result_.samples;
      }
    }
  }

  void spread(const std::string& design) {
    const bool around = !result_.design_text.empty();
    const auto label = design.empty() ? std::string("latin_hypercube") : design;
    result_.design_text = around ? fmt::format("{} {}", label, result_.design_text) : label;
    if (design == "grid") {
      make_grid();
    } else if (design == "one_at_a_time") {
      result_.design = Design::rows;
    } else if (design == "sobol") {
      result_.design = Design::sobol;
    } else if (design == "monte_carlo") {
      result_.design = Design::monte_carlo;
    }
  }

  /// Every combination; the last parameter changes fastest.
  void make_grid() {
    result_.design = Design::rows;
    double rows = 1;
    for (auto& draw : result_.draws) {
      if (draw.values.empty()) fill_levels(draw);
      rows *= static_cast<double>(draw.values.size());
    }
    if (rows * static_cast<double>(result_.draws.size()) > kMostRows) {
      resolver_.error("E1113", fmt::format("the grid has {} combinations", rows), map_,
                      "take fewer levels, or `design: sobol`");
      return;
    }
    result_.samples = static_cast<std::size_t>(rows);
    for (std::size_t row = 0; row < result_.samples; ++row) {
      auto rest = row;
      std::vector<double> point(result_.draws.size());
      for (std::size_t i = result_.draws.size(); i-- > 0;) {
        const auto& values = result_.draws[i].values;
        point[i] = values[rest % values.size()];
        rest /= values.size();
      }
      result_.rows.insert(result_.rows.end(), point.begin(), point.end());
    }
  }

  /// The middles of as many equally likely parts of the distribution.
  void fill_levels(Draw& draw) {
    if (draw.distribution.family.empty()) {  // what is wrong with it was said where it was read
      draw.values = {0};
      return;
    }
    const auto quantile = ensemble::Quantile::make(
        {draw.distribution.family, draw.distribution.arguments}, draw.distribution.place);
    if (!quantile) {
      resolver_.diagnostics.append(quantile.diagnostics());
      draw.values = {0};
      return;
    }
    for (std::size_t i = 0; i < levels_; ++i) {
      draw.values.push_back(
          (*quantile)((static_cast<double>(i) + 0.5) / static_cast<double>(levels_)));
    }
  }

  Resolver& resolver_;
  const YamlNode& key_;
  const YamlNode& map_;
  Uncertainty result_;
  std::vector<double> defaults_;
  std::size_t levels_ = 3;
  bool good_ = true;
};

}  // namespace

void resolve_uncertainty(Resolver& resolver) {
  for (const auto& entry : resolver.root().entries) {
    if (entry.key.text != "uncertainty" || entry.value.is_null()) continue;
    resolver.scenario.uncertainty = UncertaintyReader(resolver, entry).read();
  }
}

}  // namespace slackwater::scenario
