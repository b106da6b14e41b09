#include <fmt/format.h>

#include <algorithm>

#include "resolver.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::scenario {
namespace {

struct Cell {
  std::string text;
  base::Span span;
};

/// The cells of one line; quotes as in RFC 4180, for names such as "obstacle[policy,team]".
std::vector<Cell> cells_of(std::string_view line, std::uint32_t offset) {
  std::vector<Cell> cells(1);
  bool quoted = false;
  cells[0].span.begin = offset;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const auto at = offset + static_cast<std::uint32_t>(i);
    if (c == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        cells.back().text += c;
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (c == ',' && !quoted) {
      cells.back().span.end = at;
      cells.push_back({"", {at + 1, at + 1}});
    } else if (quoted || (c != ' ' && c != '\t')) {
      cells.back().text += c;
    }
  }
  cells.back().span.end = offset + static_cast<std::uint32_t>(line.size());
  return cells;
}

class SampleTable {
 public:
  SampleTable(Resolver& resolver, base::SourcePtr source, const YamlNode& map,
              Uncertainty& uncertainty)
      : resolver_(resolver),
        source_(std::move(source)),
        map_(map),
        names_(find_value(map, "columns")),
        beyond_range_(text_of(map, "beyond_range") == "true"),
        uncertainty_(uncertainty) {}

  void read() {
    if (names_ != nullptr && !read_names()) return;
    bool header = names_ == nullptr;
    for (int number = 1; number <= source_->line_count(); ++number) {
      const auto line = source_->line(number);
      if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
      const auto cells = cells_of(line, source_->line_start(number));
      if (header ? !read_header(cells) : !read_row(cells)) return;
      header = false;
    }
    if (uncertainty_.samples == 0) fail("the table holds no samples", base::Span{0, 0});
  }

 private:
  bool fail(std::string message, base::Span span, std::string hint = {}) {
    return fail(std::move(message), base::Place{source_, span}, std::move(hint));
  }
  bool fail(std::string message, base::Place place, std::string hint = {}) {
    resolver_.diagnostics.error("E1115", std::move(message), std::move(place), std::move(hint));
    return false;
  }

  bool read_header(const std::vector<Cell>& cells) {
    const bool numbers = std::ranges::all_of(
        cells, [](const Cell& cell) { return base::parse_number(cell.text).has_value(); });
    if (numbers) {
      return fail(fmt::format("the first line of '{}' holds numbers, no names", source_->name()),
                  resolver_.tree.place(*find_value(map_, "table")),
                  "name the columns: `columns: [price, volume]`");
    }
    for (const auto& cell : cells) {
      if (!add_column(cell.text, {source_, cell.span})) return false;
    }
    if (uncertainty_.draws.empty()) return fail("the table names no parameter", cells[0].span);
    return true;
  }

  /// The file names them, so that the table's first line is a sample.
  bool read_names() {
    for (const auto& name : names_->items) {
      if (!add_column(name.text, resolver_.tree.place(name))) return false;
    }
    if (uncertainty_.draws.empty()) {
      return fail("'columns' names no parameter", resolver_.tree.place(*names_));
    }
    return true;
  }

  bool add_column(const std::string& name, const base::Place& place) {
    // A first column that counts the samples is customary and says nothing.
    if (name == "sample" && uncertainty_.draws.empty() && !skip_first_) {
      skip_first_ = true;
      return true;
    }
    return add_draw(name, place);
  }

  bool add_draw(const std::string& name, const base::Place& place) {
    const auto element = resolver_.model.find_element(name);
    if (!element) {
      std::vector<std::string> known;
      for (const auto id : resolver_.model.parameters) {
        known.push_back(resolver_.model.elements[id.index].name);
      }
      const auto closest = base::closest_name(name, known);
      return fail(fmt::format("the model has no parameter '{}'", name), place,
                  !closest.empty()    ? fmt::format("did you mean '{}'?", closest)
                  : names_ == nullptr ? "the first line names one parameter per column"
                                      : "");
    }
    const auto& variable = resolver_.model.variable_of(*element);
    const bool input = variable.kind == model::VariableKind::parameter ||
                       variable.kind == model::VariableKind::lever ||
                       variable.kind == model::VariableKind::constant;
    if (!input) return fail(fmt::format("'{}' is no parameter", name), place);
    for (const auto& other : uncertainty_.draws) {
      if (other.element == *element) return fail(fmt::format("'{}' has two columns", name), place);
    }
    Draw draw;
    draw.element = *element;
    draw.name = resolver_.model.elements[element->index].name;
    draw.unit = variable.unit;
    draw.text = fmt::format("a column of {}", source_->name());
    draw.place = place;
    uncertainty_.draws.push_back(std::move(draw));
    return true;
  }

  bool read_row(const std::vector<Cell>& cells) {
    const std::size_t skipped = skip_first_ ? 1 : 0;
    const auto wanted = uncertainty_.draws.size() + skipped;
    if (cells.size() != wanted) {
      return fail(
          fmt::format("{} values where {} {}", cells.size(),
                      names_ == nullptr ? "the first line names" : "'columns' names", wanted),
          base::cover(cells.front().span, cells.back().span));
    }
    for (std::size_t i = skipped; i < cells.size(); ++i) {
      const auto number = base::parse_number(cells[i].text);
      if (!number) {
        const bool first = names_ != nullptr && uncertainty_.samples == 0;
        return fail(fmt::format("'{}' is no number", cells[i].text), cells[i].span,
                    first ? "`columns` is for a table whose first line holds numbers" : "");
      }
      const auto& draw = uncertainty_.draws[i - skipped];
      const auto& variable = resolver_.model.variable_of(draw.element);
      if (!beyond_range_ && !check_range(resolver_, {source_, cells[i].span}, variable, *number)) {
        return false;
      }
      uncertainty_.rows.push_back(*number);
    }
    ++uncertainty_.samples;
    return true;
  }

  Resolver& resolver_;
  base::SourcePtr source_;
  const YamlNode& map_;
  const YamlNode* names_;  ///< null where the first line has them
  bool beyond_range_;
  Uncertainty& uncertainty_;
  bool skip_first_ = false;
};

}  // namespace

void read_sample_table(Resolver& resolver, const YamlNode& map, Uncertainty& uncertainty) {
  const auto& path = *find_value(map, "table");
  if (!resolver.options.read_table) {
    resolver.error("E1115", fmt::format("cannot read the table '{}'", path.text), path,
                   "the path is taken relative to the scenario file");
    return;
  }
  const auto text = resolver.options.read_table(path.text);
  if (!text) {
    const auto& why = text.diagnostics().entries().front();
    resolver.error(why.code, why.message, path, why.hint);
    return;
  }
  uncertainty.design = Design::rows;
  uncertainty.design_text = fmt::format("table {}", path.text);
  SampleTable(resolver, std::make_shared<base::SourceText>(path.text, *text), map, uncertainty)
      .read();
}

}  // namespace slackwater::scenario
