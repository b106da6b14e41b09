#include "slackwater/results/differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

#include "slackwater/base/number.hpp"

namespace slackwater::results {
namespace {

using Where = std::function<std::string(std::size_t)>;

bool same(double left, double right) {
  if (std::isnan(left) && std::isnan(right)) return true;
  return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

class Comparer {
 public:
  void numbers(const std::string& what, std::span<const double> left, std::span<const double> right,
               const Where& where = {}) {
    all(what, left, right, where, same, base::format_number);
  }

  template <class Status>
  void statuses(const std::string& what, const std::vector<Status>& left,
                const std::vector<Status>& right, const Where& where = {}) {
    all(what, std::span(left), std::span(right), where, std::equal_to<>(),
        [](Status status) { return std::string(name(status)); });
  }

  void text(const std::string& what, const std::string& left, const std::string& right) {
    one(what, {}, left, right, left == right);
  }

  void number(const std::string& what, double left, double right) {
    numbers(what, {&left, 1}, {&right, 1});
  }

  /// False when there is nothing to compare number by number.
  bool count(const std::string& what, std::size_t left, std::size_t right) {
    one(what, {}, std::to_string(left), std::to_string(right), left == right);
    return left == right;
  }

  Differences take() { return std::move(out_); }

 private:
  template <class T, class Same, class Text>
  void all(const std::string& what, std::span<const T> left, std::span<const T> right,
           const Where& where, const Same& equal, const Text& as_text) {
    if (left.size() != right.size()) {
      count(what + ", how many", left.size(), right.size());
      return;
    }
    out_.compared += left.size();
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (equal(left[i], right[i])) continue;
      differ(what, where ? where(i) : std::string(), as_text(left[i]), as_text(right[i]));
    }
  }

  void one(const std::string& what, const std::string& where, const std::string& left,
           const std::string& right, bool equal) {
    ++out_.compared;
    if (!equal) differ(what, where, left, right);
  }

  void differ(const std::string& what, std::string where, std::string left, std::string right) {
    ++out_.different;
    if (!out_.first) out_.first = {what, std::move(where), std::move(left), std::move(right)};
    if (out_.names.empty() || out_.names.back() != what) {
      if (std::ranges::find(out_.names, what) == out_.names.end()) out_.names.push_back(what);
    }
  }

  Differences out_;
};

std::string run_name(const RunTable& table, std::size_t run) {
  const auto sample = run % table.samples;
  const auto future = run / table.samples % table.futures.labels.size();
  const auto policy = run / table.samples / table.futures.labels.size();
  auto text = fmt::format("policy {}, future {}", table.policies.labels[policy],
                          table.futures.labels[future]);
  if (!table.drawn.empty() || table.samples > 1) text += fmt::format(", sample {}", sample);
  return text;
}

Where of_run(const RunTable& table) {
  return [&table](std::size_t run) { return run_name(table, run); };
}

void compare_series(const RunTable& left, const RunTable& right, Comparer& comparer) {
  for (const auto& variable : left.variables) {
    if (variable.values.empty()) continue;
    const auto what = fmt::format("series '{}'", variable.name);
    const auto* other = right.find(variable.name);
    if (other == nullptr) {
      comparer.text(what, "is there", "is not there");
      continue;
    }
    comparer.numbers(what, variable.values, other->values, [&](std::size_t i) {
      const auto points = left.time.size();
      const auto element = i / points % variable.elements;
      auto text = run_name(left, i / points / variable.elements);
      if (variable.elements > 1) text += ", " + left.element_name(variable, element);
      return fmt::format("{}, {} {}", text, left.time_unit,
                         base::format_number(left.time[i % points]));
    });
  }
}

void compare_failures(const RunTable& left, const RunTable& right, Comparer& comparer) {
  if (!comparer.count("failed runs", left.failures.size(), right.failures.size())) return;
  for (std::size_t i = 0; i < left.failures.size(); ++i) {
    const auto& failure = left.failures[i];
    const auto run = left.run_index(failure.policy, failure.future, failure.sample);
    comparer.text("why a run failed: " + run_name(left, run), failure.message,
                  right.failures[i].message);
  }
}

/// False when the tables have other shapes.
bool compare_tables(const RunTable& left, const RunTable& right, Comparer& comparer) {
  const auto labels = [](const Axis& axis) {
    return fmt::format("{}", fmt::join(axis.labels, ", "));
  };
  if (left.policies.labels != right.policies.labels ||
      left.futures.labels != right.futures.labels) {
    comparer.text("policies", labels(left.policies), labels(right.policies));
    comparer.text("futures", labels(left.futures), labels(right.futures));
    return false;
  }
  if (!comparer.count("samples", left.samples, right.samples)) return false;
  if (!comparer.count("saved times", left.time.size(), right.time.size())) return false;
  comparer.numbers("time", left.time, right.time);
  comparer.count("drawn inputs", left.drawn.size(), right.drawn.size());
  for (std::size_t i = 0; i < std::min(left.drawn.size(), right.drawn.size()); ++i) {
    comparer.text("name of a drawn input", left.drawn[i].name, right.drawn[i].name);
    comparer.numbers(fmt::format("drawn input '{}'", left.drawn[i].name), left.drawn[i].values,
                     right.drawn[i].values,
                     [](std::size_t sample) { return fmt::format("sample {}", sample); });
  }
  compare_series(left, right, comparer);
  comparer.statuses("how runs ended", left.status, right.status, of_run(left));
  comparer.numbers("when runs ended", left.stopped_at, right.stopped_at, of_run(left));
  compare_failures(left, right, comparer);
  return true;
}

void compare_metrics(const std::vector<Metric>& left, const std::vector<Metric>& right,
                     const RunTable& table, Comparer& comparer) {
  if (!comparer.count("measures", left.size(), right.size())) return;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto what = fmt::format("measure '{}'", left[i].name);
    comparer.numbers(what, left[i].values, right[i].values, of_run(table));
    comparer.statuses("status of " + what, left[i].status, right[i].status, of_run(table));
  }
}

void compare_scans(const std::vector<Scan>& left, const std::vector<Scan>& right,
                   Comparer& comparer) {
  if (!comparer.count("scans", left.size(), right.size())) return;
  for (const auto& scan : left) {
    const auto other = std::ranges::find(right, scan.name, &Scan::name);
    const auto what = fmt::format("scan '{}'", scan.name);
    if (other == right.end()) {
      comparer.text(what, "is there", "is not there");
      continue;
    }
    comparer.numbers("x of " + what, scan.x, other->x);
    comparer.numbers(what, scan.y, other->y, [&](std::size_t i) {
      return fmt::format("{} = {}", scan.vary, base::format_number(scan.x[i]));
    });
    comparer.statuses("status of " + what, scan.status, other->status);
  }
}

void compare_searches(const std::vector<Search>& left, const std::vector<Search>& right,
                      Comparer& comparer) {
  if (!comparer.count("searches", left.size(), right.size())) return;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto what = fmt::format("search '{}'", left[i].name);
    comparer.text(what + ", outcome", left[i].message, right[i].message);
    comparer.number(what, left[i].value, right[i].value);
    comparer.number("low of " + what, left[i].low, right[i].low);
    comparer.number("high of " + what, left[i].high, right[i].high);
    comparer.count("runs of " + what, static_cast<std::size_t>(left[i].runs),
                   static_cast<std::size_t>(right[i].runs));
  }
}

void compare_claims(const std::vector<Claim>& left, const std::vector<Claim>& right,
                    Comparer& comparer) {
  if (!comparer.count("claims", left.size(), right.size())) return;
  const Where sample = [](std::size_t i) { return fmt::format("sample {}", i); };
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto& a = left[i];
    const auto& b = right[i];
    const auto what = fmt::format("claim '{}'", a.id);
    comparer.text(what, std::string(name(a.verdict)), std::string(name(b.verdict)));
    comparer.text("numbers of " + what, a.numbers, b.numbers);
    comparer.number("left side of " + what, a.left.value, b.left.value);
    comparer.number("right side of " + what, a.right.value, b.right.value);
    comparer.number("share of " + what, a.share.value_or(NAN), b.share.value_or(NAN));
    comparer.text("whether it passed: " + what, a.passed ? "yes" : "no", b.passed ? "yes" : "no");
    comparer.statuses("verdicts of " + what, a.sample_verdicts, b.sample_verdicts, sample);
    comparer.numbers("left sides of " + what, a.sample_left, b.sample_left, sample);
    comparer.numbers("right sides of " + what, a.sample_right, b.sample_right, sample);
  }
}

}  // namespace

Differences differences(const Comparison& left, const Comparison& right) {
  Comparer comparer;
  if (compare_tables(left.defaults, right.defaults, comparer)) {
    compare_metrics(left.metrics, right.metrics, left.defaults, comparer);
  }
  comparer.count("tables of samples", left.samples ? 1 : 0, right.samples ? 1 : 0);
  if (left.samples && right.samples && compare_tables(*left.samples, *right.samples, comparer)) {
    compare_metrics(left.sample_metrics, right.sample_metrics, *left.samples, comparer);
  }
  compare_scans(left.scans, right.scans, comparer);
  compare_searches(left.searches, right.searches, comparer);
  compare_claims(left.claims, right.claims, comparer);
  comparer.text("where runs start", left.provenance.start, right.provenance.start);
  comparer.text("the fingerprint", left.provenance.fingerprint, right.provenance.fingerprint);
  return comparer.take();
}

}  // namespace slackwater::results
