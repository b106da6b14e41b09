#include "slackwater/report/terminal_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "findings.hpp"
#include "slackwater/report/number_text.hpp"
#include "terminal_claims.hpp"
#include "terminal_text.hpp"

namespace slackwater::report {
namespace {

constexpr std::size_t kLargestName = 30;
constexpr std::size_t kShortestName = 20;
constexpr std::size_t kGap = 2;

struct Cell {
  std::string value;
  std::string change;
  Tone tone = Tone::plain;
};

struct Row {
  std::string name;
  std::vector<Cell> cells;  // one per policy
};

class Table {
 public:
  Table(TerminalText& text, const results::Comparison& comparison)
      : text_(text),
        comparison_(comparison),
        table_(comparison.defaults),
        baseline_(baseline_index(comparison)),
        indicators_(shown_indicators(comparison, 12)) {}

  void print() {
    for (std::size_t f = 0; f < table_.futures.labels.size(); ++f) {
      text_.line();
      text_.line(text_.toned(text_.shown(future_title(comparison_, f)), Tone::bold));
      print_rows(rows(f));
    }
  }

 private:
  std::vector<Row> rows(std::size_t future) const {
    std::vector<Row> list;
    for (const auto& indicator : indicators_) list.push_back(indicator_row(indicator, future));
    for (const auto& metric : comparison_.metrics) list.push_back(metric_row(metric, future));
    return list;
  }

  Row indicator_row(const Indicator& indicator, std::size_t future) const {
    Row row{named(indicator.title, indicator.unit), {}};
    const auto end = [&](std::size_t policy) {
      return table_
          .series(*indicator.variable, table_.run_index(policy, future, 0), indicator.element)
          .back();
    };
    for (std::size_t p = 0; p < table_.policies.labels.size(); ++p) {
      Cell cell{text_.shown(number_text(end(p), indicator.look)), "", Tone::plain};
      if (p != baseline_)
        describe(cell,
                 change_text(end(p), end(baseline_), indicator.variable->better, indicator.look));
      row.cells.push_back(std::move(cell));
    }
    return row;
  }

  void describe(Cell& cell, const Change& change) const {
    using Direction = Change::Direction;
    if (change.direction == Direction::unknown) return;
    cell.change = text_.shown(
        change.direction == Direction::same ? change.word : change.text + " " + change.word);
    if (change.direction == Direction::better) cell.tone = Tone::good;
    if (change.direction == Direction::worse) cell.tone = Tone::bad;
    if (change.direction == Direction::same) cell.tone = Tone::soft;
  }

  Row metric_row(const results::Metric& metric, std::size_t future) const {
    Row row{named(readable_name(metric.name), shown_unit(metric.unit)), {}};
    for (std::size_t p = 0; p < table_.policies.labels.size(); ++p) {
      const auto run = table_.run_index(p, future, 0);
      row.cells.push_back({text_.shown(metric_text(metric, run, look_of(comparison_, metric.name))),
                           "", Tone::plain});
    }
    return row;
  }

  std::string named(const std::string& title, const std::string& unit) const {
    return text_.shown(unit.empty() ? title : title + " (" + unit + ")");
  }

  struct Width {
    std::size_t value = 0;
    std::size_t change = 0;
    std::size_t whole = 0;
  };

  std::vector<Width> widths(const std::vector<Row>& rows) const {
    std::vector<Width> list(table_.policies.labels.size());
    for (std::size_t p = 0; p < list.size(); ++p) {
      for (const auto& row : rows) {
        list[p].value = std::max(list[p].value, columns(row.cells[p].value));
        list[p].change = std::max(list[p].change, columns(row.cells[p].change));
      }
      list[p].whole = list[p].value + (list[p].change > 0 ? 1 + list[p].change : 0);
      list[p].whole = std::max(list[p].whole, longest_word(head_text(p)));
    }
    return list;
  }

  static std::size_t longest_word(const std::string& text) {
    std::size_t most = 0;
    for (const auto& word : broken(text, 1)) most = std::max(most, columns(word));
    return std::min<std::size_t>(most, 20);
  }

  std::string head_text(std::size_t policy) const {
    return text_.shown(policy_name(comparison_, policy) +
                       (policy == baseline_ ? " (baseline)" : ""));
  }

  // Policies that fit beside each other, about as many in every group; the baseline stands first in
  // each of them.
  std::vector<std::vector<std::size_t>> groups(const std::vector<Width>& widths,
                                               std::size_t name_width) const {
    const auto fewest = grouped(widths, name_width, widths.size()).size();
    const auto others = widths.size() - 1;
    return grouped(widths, name_width, (others + fewest - 1) / fewest);
  }

  std::vector<std::vector<std::size_t>> grouped(const std::vector<Width>& widths,
                                                std::size_t name_width, std::size_t most) const {
    std::vector<std::vector<std::size_t>> list;
    const auto start = name_width + kGap + widths[baseline_].whole;
    auto used = start;
    list.push_back({baseline_});
    for (std::size_t p = 0; p < widths.size(); ++p) {
      if (p == baseline_) continue;
      const auto needed = kGap + widths[p].whole;
      const auto held = list.back().size() - 1;
      if (held > 0 && (used + needed > text_.width() || held == most)) {
        list.push_back({baseline_});
        used = start;
      }
      list.back().push_back(p);
      used += needed;
    }
    return list;
  }

  void print_rows(const std::vector<Row>& rows) {
    if (rows.empty()) return;
    std::size_t name_width = columns(text_.shown(when_text()));
    for (const auto& row : rows) name_width = std::max(name_width, columns(row.name));
    const auto wide = widths(rows);
    name_width = std::min({name_width, kLargestName, text_.width() / 3});
    // A name that is cut a little is better than a table that is cut in two.
    std::size_t all = name_width;
    for (const auto& width : wide) all += kGap + width.whole;
    if (all > text_.width() && all - text_.width() + kShortestName <= name_width) {
      name_width -= all - text_.width();
    }
    bool first = true;
    for (const auto& group : groups(wide, name_width)) {
      if (!first) text_.line();
      first = false;
      print_head(group, wide, name_width);
      // Indicators are values at the end, measures are not: a word says where one ends.
      for (std::size_t r = 0; r < rows.size(); ++r) {
        if (r == indicators_.size()) text_.line(text_.toned("measures", Tone::soft));
        print_row(rows[r], group, wide, name_width);
      }
    }
  }

  std::string when_text() const {
    return table_.time.empty() ? "" : "at " + time_text(table_, table_.time.back());
  }

  void print_head(const std::vector<std::size_t>& group, const std::vector<Width>& wide,
                  std::size_t name_width) {
    std::vector<std::vector<std::string>> heads;
    std::size_t lines = 1;
    for (const auto p : group) {
      heads.push_back(broken(head_text(p), wide[p].whole));
      lines = std::max(lines, heads.back().size());
    }
    const auto when = text_.shown(when_text());
    for (std::size_t l = 0; l < lines; ++l) {
      const auto name = l + 1 == lines ? text_.cut(when, name_width) : std::string();
      std::string line = text_.field(name, name_width, Tone::soft);
      for (std::size_t i = 0; i < group.size(); ++i) {
        // Heads stand on the row below them, so short ones start further down.
        const auto above = lines - heads[i].size();
        const auto width = wide[group[i]].whole;
        const auto part = l < above ? std::string() : text_.cut(heads[i][l - above], width);
        line += std::string(kGap, ' ') + text_.field(part, width, Tone::bold);
      }
      text_.line(without_trailing_blanks(line));
    }
  }

  void print_row(const Row& row, const std::vector<std::size_t>& group,
                 const std::vector<Width>& wide, std::size_t name_width) {
    std::string line = left(text_.cut(row.name, name_width), name_width);
    for (const auto p : group) {
      const auto& cell = row.cells[p];
      const auto& width = wide[p];
      std::string shown = right(cell.value, width.value);
      if (width.change > 0) shown += " " + text_.field(cell.change, width.change, cell.tone);
      const auto used = width.value + (width.change > 0 ? 1 + width.change : 0);
      line += std::string(kGap, ' ') + shown + std::string(width.whole - used, ' ');
    }
    text_.line(without_trailing_blanks(line));
  }

  static std::string without_trailing_blanks(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  TerminalText& text_;
  const results::Comparison& comparison_;
  const results::RunTable& table_;
  std::size_t baseline_;
  std::vector<Indicator> indicators_;
};

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

void print_head(TerminalText& text, const results::Comparison& comparison) {
  const auto& table = comparison.defaults;
  text.paragraph(comparison.title, 0, Tone::bold);
  text.paragraph(comparison.question, 0);
  text.paragraph(comparison.note, 0, Tone::soft);
  std::string line = counted(table.policies.labels.size(), "policy", "policies") + ", " +
                     counted(table.futures.labels.size(), "future", "futures");
  if (comparison.samples) {
    line += ", " + counted(comparison.samples->samples, "sample", "samples");
  }
  text.paragraph(line, 0, Tone::soft);
}

std::string with_shown_unit(const std::string& number, const std::string& unit) {
  return shown_unit(unit).empty() ? number : number + " " + unit;
}

// Where the curve is highest, and how many of its points have no say in that.
std::string scan_text(const results::Comparison& comparison, const results::Scan& scan) {
  const auto look = look_of(comparison, scan.measure);
  const auto x_look = look_of(comparison, scan.vary);
  using results::MetricStatus;
  const auto best = results::extreme_point(scan, results::Extreme::highest);
  std::string text = (scan.title.empty() ? readable_name(scan.name) : scan.title) + ": ";
  if (!best) return text + "no point has a number";
  const bool never = scan.status[*best] == MetricStatus::never;
  const auto number = metric_text(scan.y[*best], scan.status[*best], look);
  text += fmt::format("{} is highest, {}, at {} = {}", readable_name(scan.measure),
                      never ? number : with_shown_unit(number, scan.measure_unit), scan.vary,
                      with_shown_unit(number_text(scan.x[*best], x_look), scan.vary_unit));
  const auto count = [&scan](MetricStatus status) {
    return std::count(scan.status.begin(), scan.status.end(), status);
  };
  const auto say = [&](MetricStatus status, std::string_view words) {
    if (count(status) == 0) return;
    text += fmt::format("; {} of {} points {}", count(status), scan.status.size(), words);
  };
  say(MetricStatus::run_failed, "failed");
  say(MetricStatus::not_applicable, "have no number");
  return text;
}

std::string search_name(const results::Search& search) {
  return search.title.empty() ? readable_name(search.name) : search.title;
}

void print_findings(TerminalText& text, const results::Comparison& comparison) {
  for (const auto& search : comparison.searches) {
    const auto unit = shown_unit(search.unit).empty() ? "" : " " + search.unit;
    const auto look = look_of(comparison, search.vary);
    text.paragraph(search.found ? fmt::format("{}: {} tips at {}{} (between {} and {}, {} runs)",
                                              search_name(search), search.vary,
                                              number_text(search.value, look), unit,
                                              number_text(search.low, look),
                                              number_text(search.high, look), search.runs)
                                : fmt::format("{}: no tipping point of {} found, {}",
                                              search_name(search), search.vary, search.message),
                   0);
  }
  for (const auto& scan : comparison.scans) text.paragraph(scan_text(comparison, scan), 0);
}

// Nobody takes a test of extremes for a plausible organization.
void print_beyond_range(TerminalText& text, const results::Comparison& comparison) {
  std::string all;
  for (const auto& setting : comparison.settings) {
    if (setting.beyond_range.empty()) continue;
    all += fmt::format("{}{}: {} {} (range {})", all.empty() ? "" : "; ",
                       setting.policy.empty() ? setting.future : setting.policy, setting.lever,
                       setting.value, setting.beyond_range);
  }
  if (all.empty()) return;
  text.line();
  text.paragraph("Beyond the ranges of the model: " + all, 0, Tone::bad);
}

void print_failures(TerminalText& text, const results::RunTable& table, const char* which) {
  if (table.failures.empty()) return;
  constexpr std::size_t kShown = 5;
  text.line();
  text.line(text.toned(
      fmt::format("{} of {} {} ended early", table.failures.size(), table.run_count(), which),
      Tone::bad));
  for (std::size_t i = 0; i < std::min(kShown, table.failures.size()); ++i) {
    const auto& failure = table.failures[i];
    text.paragraph(
        fmt::format("{}, {}, sample {}: {}", table.policies.labels[failure.policy],
                    table.futures.labels[failure.future], failure.sample, failure.message),
        2);
  }
  if (table.failures.size() > kShown) {
    text.paragraph(fmt::format("and {} more, all in results.h5", table.failures.size() - kShown),
                   2);
  }
}

}  // namespace

std::string terminal_table(const results::Comparison& comparison, const TerminalOptions& options) {
  TerminalText text(options);
  print_head(text, comparison);
  if (!comparison.defaults.time.empty()) Table(text, comparison).print();
  if (!comparison.scans.empty() || !comparison.searches.empty()) text.line();
  print_findings(text, comparison);
  print_beyond_range(text, comparison);
  print_failures(text, comparison.defaults, "runs");
  if (comparison.samples) print_failures(text, *comparison.samples, "runs of the samples");
  if (!comparison.claims.empty()) text.line();
  print_claims(text, comparison);
  return text.take();
}

std::string claims_list(const results::Comparison& comparison, const TerminalOptions& options) {
  TerminalText text(options);
  print_claims(text, comparison);
  return text.take();
}

}  // namespace slackwater::report
