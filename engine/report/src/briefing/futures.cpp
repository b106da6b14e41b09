#include <fmt/format.h>

#include <cmath>

#include "briefing/parts.hpp"
#include "markup.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

/// The answer's indicator at the horizon: policies against futures, the fewer of them across.
class FuturesTable {
 public:
  explicit FuturesTable(const Page& page)
      : page_(page),
        comparison_(page.comparison),
        table_(comparison_.defaults),
        indicator_(page.indicators.front()),
        outcomes_(outcomes(comparison_, indicator_)) {}

  std::string html() const {
    const auto policies = table_.policies.labels.size();
    const auto futures = table_.futures.labels.size();
    const bool futures_down = policies <= futures || policies <= kFew;
    const auto rows = futures_down ? futures : policies;
    const auto columns = futures_down ? policies : futures;
    std::string text =
        fmt::format("<div class=\"scroll\"><table class=\"facts futures{}\"><thead><tr><th>{}</th>",
                    columns >= kFew || !futures_down ? " many" : "", head());
    for (std::size_t c = 0; c < columns; ++c) {
      text += "<th class=\"t\">" + (futures_down ? policy(c) : future(c)) + "</th>";
    }
    text += "</tr></thead><tbody>";
    for (std::size_t r = 0; r < rows; ++r) {
      text += "<tr><th>" + (futures_down ? future(r) : policy(r)) + "</th>";
      for (std::size_t c = 0; c < columns; ++c) {
        text += futures_down ? cell(c, r, policies <= kShortfalls) : cell(r, c, false);
      }
      text += "</tr>";
    }
    return text + "</tbody></table></div>";
  }

 private:
  static constexpr std::size_t kFew = 6;
  static constexpr std::size_t kShortfalls = 2;  // of more policies, cells have no room for them

  std::string head() const {
    return escaped(indicator_.title) +
           (indicator_.unit.empty() ? "" : ", " + escaped(indicator_.unit)) + ", " +
           escaped(time_text(table_, table_.time.back()));
  }
  std::string policy(std::size_t p) const {
    return swatch(page_, p) + escaped(policy_name(comparison_, p));
  }
  std::string future(std::size_t f) const { return escaped(future_title(comparison_, f)); }

  std::string cell(std::size_t p, std::size_t f, bool with_shortfall) const {
    const auto& o = outcomes_[p * table_.futures.labels.size() + f];
    std::string text =
        "<td class=\"t\"><b>" + series_value(page_, indicator_, p, f, table_.time.back()) + "</b>";
    if (p == baseline_index(comparison_)) return text + "</td>";
    text += " " + change_html(o.end, o.baseline_end, indicator_.variable->better, indicator_.look);
    if (with_shortfall && has_direction(indicator_)) {
      text += "; <span class=\"soft\">" + shortfall(o) + "</span>";
    }
    return text + "</td>";
  }

  std::string shortfall(const Outcome& o) const {
    if (!std::isfinite(o.end) || !std::isfinite(o.baseline_end)) return "not comparable";
    if (!o.dip) return "never behind";
    const auto change = change_text(o.dip_baseline + o.dip->value, o.dip_baseline,
                                    indicator_.variable->better, indicator_.look);
    if (change.direction == Change::Direction::same) return "never behind";
    const auto& policy = table_.policies.labels[o.policy];
    const auto& future = table_.futures.labels[o.future];
    auto text = "at worst " +
                traced({"dip", indicator_.name, policy, future, base::format_number(o.dip->time)},
                       o.dip->value, change.text) +
                ", " + escaped(time_text(table_, o.dip->time));
    if (!o.made_up) return text + ", not made up for";
    return text + (is_rate(table_, indicator_) ? ", made up for by " : ", ahead from ") +
           traced({"made_up", indicator_.name, policy, future, base::format_number(*o.made_up)},
                  *o.made_up, time_text(table_, *o.made_up));
  }

  const Page& page_;
  const results::Comparison& comparison_;
  const results::RunTable& table_;
  const Indicator& indicator_;
  std::vector<Outcome> outcomes_;
};

}  // namespace

std::string futures_table(const Page& page) { return FuturesTable(page).html(); }

}  // namespace slackwater::report
