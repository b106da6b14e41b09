#include "slackwater/report/briefing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <regex>

#include "example_comparison.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

using results::Comparison;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Number {
  double value = 0;
  std::string text;
  std::map<std::string, std::string> data;
};

std::vector<Number> numbers(const std::string& html) {
  static const std::regex number_pattern(
      "<data class=\"n\" value=\"([^\"]*)\"([^>]*)>([^<]*)</data>");
  static const std::regex attribute_pattern("data-([a-z]+)=\"([^\"]*)\"");
  std::vector<Number> list;
  for (std::sregex_iterator i(html.begin(), html.end(), number_pattern), end; i != end; ++i) {
    Number number;
    number.value = *base::parse_number((*i)[1].str(), true);
    number.text = (*i)[3];
    const std::string rest = (*i)[2];
    for (std::sregex_iterator a(rest.begin(), rest.end(), attribute_pattern); a != end; ++a) {
      number.data[(*a)[1]] = (*a)[2];
    }
    list.push_back(std::move(number));
  }
  return list;
}

std::size_t position(const results::Axis& axis, const std::string& label) {
  return static_cast<std::size_t>(std::ranges::find(axis.labels, label) - axis.labels.begin());
}

TEST(BriefingTest, EverySeriesNumberIsTheComparisons) {
  const auto comparison = example_comparison(0);
  const auto& table = comparison.defaults;
  std::size_t series = 0;
  for (const auto& number : numbers(briefing(comparison))) {
    if (number.data.at("kind") != "series") continue;
    ++series;
    const auto name = number.data.at("name").substr(0, number.data.at("name").find('['));
    const auto* variable = table.find(name);
    ASSERT_NE(variable, nullptr) << name;
    const auto run = table.run_index(position(table.policies, number.data.at("policy")),
                                     position(table.futures, number.data.at("future")), 0);
    std::size_t element = 0;
    while (table.element_name(*variable, element) != number.data.at("name")) ++element;
    const auto time = static_cast<std::size_t>(*base::parse_number(number.data.at("time")));
    EXPECT_EQ(number.value, table.series(*variable, run, element)[time]);
    EXPECT_EQ(number.text, number_text(number.value));
  }
  // Six indicators, four policies, two futures, two times, and the answer.
  EXPECT_GE(series, 6u * 4 * 2 * 2);
}

TEST(BriefingTest, EveryMeasureIsTheComparisons) {
  const auto comparison = example_comparison(0);
  const auto& table = comparison.defaults;
  std::size_t found = 0;
  for (const auto& number : numbers(briefing(comparison))) {
    if (number.data.at("kind") != "metric") continue;
    ++found;
    const auto metric =
        std::ranges::find(comparison.metrics, number.data.at("name"), &results::Metric::name);
    ASSERT_NE(metric, comparison.metrics.end());
    const auto run = table.run_index(position(table.policies, number.data.at("policy")),
                                     position(table.futures, number.data.at("future")), 0);
    if (metric->status[run] == results::MetricStatus::reached) {
      EXPECT_EQ(number.value, metric->values[run]);
    } else {
      EXPECT_TRUE(std::isnan(number.value));
      EXPECT_EQ(number.text,
                metric->status[run] == results::MetricStatus::never ? "never" : "\u2013");
    }
  }
  EXPECT_EQ(found, comparison.metrics.size() * table.run_count());
}

TEST(BriefingTest, ClaimsWithTheirVerdicts) {
  const auto comparison = example_comparison(20);
  const auto html = briefing(comparison);
  for (const auto& claim : comparison.claims) {
    EXPECT_NE(html.find("data-claim=\"" + claim.id + "\" data-verdict=\"" +
                        std::string(results::name(claim.verdict)) + "\""),
              std::string::npos);
  }
  EXPECT_NE(html.find("6 of 9 claims hold"), std::string::npos);
  EXPECT_NE(html.find("Fragile"), std::string::npos);
}

TEST(BriefingTest, SelfContainedAndTheSameEveryTime) {
  const auto comparison = example_comparison(20);
  const auto html = briefing(comparison);
  for (const char* forbidden : {"<script", "<link", "<img", "<iframe", "@import", "url(",
                                "http:", "https:", " src=", " href="}) {
    EXPECT_EQ(html.find(forbidden), std::string::npos) << forbidden;
  }
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(html, briefing(comparison));
}

TEST(BriefingTest, UncertaintyIsABandAndASentence) {
  EXPECT_EQ(briefing(example_comparison(0)).find("fill-opacity"), std::string::npos);
  const auto html = briefing(example_comparison(20));
  EXPECT_NE(html.find("fill-opacity"), std::string::npos);
  EXPECT_NE(html.find("20 samples of two uncertain inputs"), std::string::npos);
}

// A text that would become an element, an attribute or an entity wherever it were not escaped.
const std::string kEvil = "<evil a=\"b\" onload='c'>&amp;";

void poison(std::string& text) { text += kEvil; }

TEST(BriefingTest, EveryTextOfTheUserIsEscaped) {
  auto c = example_comparison(5);
  for (auto* text : {&c.title, &c.question, &c.model_title}) poison(*text);
  for (auto* table : {&c.defaults, &*c.samples}) {
    for (auto* axis : {&table->policies, &table->futures, &table->axes[0]}) {
      for (auto& label : axis->labels) poison(label);
      for (auto& title : axis->titles) poison(title);
    }
    poison(table->time_unit);
    for (auto& v : table->variables) {
      for (auto* text : {&v.name, &v.unit, &v.documentation, &v.provenance}) poison(*text);
    }
    for (auto& d : table->drawn) {
      for (auto* text : {&d.name, &d.unit, &d.documentation, &d.distribution}) poison(*text);
    }
    for (auto& f : table->failures) {
      for (auto* text : {&f.variable, &f.message, &f.detail}) poison(*text);
    }
  }
  c.baseline = c.defaults.policies.labels[0];
  for (auto* metrics : {&c.metrics, &c.sample_metrics}) {
    for (auto& m : *metrics) {
      for (auto* text : {&m.name, &m.unit, &m.definition, &m.documentation}) poison(*text);
    }
  }
  for (auto& s : c.scans) {
    for (auto* text : {&s.name, &s.title, &s.vary, &s.vary_unit, &s.measure, &s.measure_unit,
                       &s.policy, &s.future}) {
      poison(*text);
    }
  }
  for (auto& s : c.searches) {
    for (auto* text :
         {&s.name, &s.title, &s.vary, &s.unit, &s.policy, &s.future, &s.until, &s.message}) {
      poison(*text);
    }
  }
  for (auto& claim : c.claims) {
    for (auto* text : {&claim.id, &claim.text, &claim.source, &claim.that, &claim.numbers,
                       &claim.note, &claim.fragile}) {
      poison(*text);
    }
  }
  for (auto& s : c.settings) {
    for (auto* text : {&s.policy, &s.future, &s.lever, &s.value, &s.model_value, &s.unit,
                       &s.documentation, &s.beyond_range}) {
      if (!text->empty()) poison(*text);
    }
  }
  for (auto& a : c.assumptions) {
    for (auto* text : {&a.name, &a.value, &a.unit, &a.documentation, &a.provenance, &a.range}) {
      poison(*text);
    }
  }
  for (auto& name : c.indicators) poison(name);
  for (auto& note : c.policy_notes) poison(note);
  for (auto& note : c.future_notes) poison(note);
  poison(c.note);
  auto& p = c.provenance;
  for (auto* text : {&p.version, &p.model_name, &p.model_text, &p.scenario_name, &p.scenario_text,
                     &p.method, &p.design, &p.fingerprint, &p.command}) {
    poison(*text);
  }
  const auto html = briefing(c);
  EXPECT_EQ(html.find("<evil"), std::string::npos);
  EXPECT_EQ(html.find("a=\"b\""), std::string::npos);
  EXPECT_EQ(html.find("onload='"), std::string::npos);
  EXPECT_EQ(html.find("'c'>"), std::string::npos);
  EXPECT_NE(html.find("&lt;evil a=&quot;b&quot; onload=&#39;c&#39;&gt;&amp;amp;"),
            std::string::npos);
}

TEST(BriefingTest, FailedRunsLeaveHolesNotNumbers) {
  auto comparison = example_comparison(0);
  auto& table = comparison.defaults;
  const auto run = table.run_index(1, 0, 0);
  for (auto& variable : table.variables) {
    const auto points = table.time.size();
    for (std::size_t e = 0; e < variable.elements; ++e) {
      auto* first = variable.values.data() + (run * variable.elements + e) * points;
      std::fill(first + 100, first + points, kNaN);
    }
  }
  table.status[run] = results::RunStatus::check_failed;
  table.stopped_at[run] = 99;
  table.failures = {
      {1, 0, 0, results::RunStatus::check_failed, 99, "backlog", "a check failed", ""}};
  const auto html = briefing(comparison);
  EXPECT_NE(html.find("1 of the 8 runs ended early"), std::string::npos);
  EXPECT_EQ(html.find(">nan<"), std::string::npos);
  EXPECT_EQ(html.find("Lnan"), std::string::npos);
}

TEST(BriefingTest, WhatTheFileSaysOfScansFuturesAndItselfIsThere) {
  const auto html = briefing(example_comparison(0));
  for (const auto* text :
       {"How full is best", "Debt from which nobody comes back", "Written for the spring meeting.",
        "surge size 0.3<span class=\"instead\"> instead of 0</span>. <span class=\"note\">Seen "
        "twice in ten years.",
        "Asked for by the teams."}) {
    EXPECT_NE(html.find(text), std::string::npos) << text;
  }
  EXPECT_EQ(html.find("<span class=\"soft\">Extra demand."), std::string::npos)
      << "a future's setting is no lever of a policy";
}

std::string answer_of(const Comparison& comparison) {
  const auto html = briefing(comparison);
  const auto begin = html.find("In short");
  return html.substr(begin, html.find("</section>", begin) - begin);
}

TEST(BriefingTest, ABaselineThatEndedEarlyIsSaidAndComparedWithNothing) {
  auto comparison = example_comparison(0);
  auto& table = comparison.defaults;
  const auto points = table.time.size();
  std::size_t baseline = 0;
  while (table.policies.labels[baseline] != comparison.baseline) ++baseline;
  const auto run = table.run_index(baseline, 0, 0);
  for (auto& variable : table.variables) {
    for (std::size_t e = 0; e < variable.elements; ++e) {
      auto* first = variable.values.data() + (run * variable.elements + e) * points;
      std::fill(first + 100, first + points, kNaN);
    }
  }
  table.status[run] = results::RunStatus::check_failed;
  table.stopped_at[run] = 99;
  table.failures = {
      {baseline, 0, 0, results::RunStatus::check_failed, 99, "backlog", "a check failed", ""}};
  const auto answer = answer_of(comparison);
  EXPECT_NE(answer.find("ended early, in week\u00a099: a check failed."), std::string::npos)
      << answer;
  EXPECT_EQ(answer.find(" ()"), std::string::npos);
  EXPECT_EQ(answer.find(">none<"), answer.rfind(">none<")) << "only under the other future";
}

TEST(BriefingTest, WithoutABetterDirectionNothingIsBehind) {
  auto comparison = example_comparison(0);
  for (auto& variable : comparison.defaults.variables) variable.better.clear();
  const auto answer = answer_of(comparison);
  for (const auto* text : {"behind", "shortfall", "made up for", "better", "worse"}) {
    EXPECT_EQ(answer.find(text), std::string::npos) << text;
  }
  EXPECT_NE(answer.find("higher"), std::string::npos);
}

TEST(BriefingTest, SmallestComparisons) {
  Comparison nothing;
  EXPECT_NE(briefing(nothing).find("</html>"), std::string::npos);

  Comparison one;
  one.title = "One run";
  one.defaults.time = {0, 1};
  one.defaults.time_unit = "week";
  results::SavedVariable variable;
  variable.name = "level";
  variable.kind = "stock";
  variable.unit = "item";
  variable.values = {1, 2};
  one.defaults.variables = {variable};
  one.defaults.status = {results::RunStatus::complete};
  one.defaults.stopped_at = {1};
  one.baseline = "not there";
  const auto html = briefing(one);
  EXPECT_NE(html.find("<figure data-indicator=\"level\""), std::string::npos);
}

std::vector<std::string> sections(const std::string& html) {
  static const std::regex pattern("data-section=\"([a-z]+)\"");
  std::vector<std::string> list;
  for (std::sregex_iterator i(html.begin(), html.end(), pattern), end; i != end; ++i) {
    list.push_back((*i)[1]);
  }
  return list;
}

TEST(BriefingTest, TenSectionsInOrderWhateverThereIs) {
  const std::vector<std::string> ten = {"answer",      "charts", "indicators",  "levers", "why",
                                        "uncertainty", "claims", "assumptions", "limits", "repeat"};
  EXPECT_EQ(sections(briefing(example_comparison(20))), ten);
  EXPECT_EQ(sections(briefing(Comparison{})), ten);
}

std::string section(const std::string& html, const std::string& name) {
  const auto begin = html.find("data-section=\"" + name + "\"");
  return html.substr(begin, html.find("</section>", begin) - begin);
}

TEST(BriefingTest, LeversAreHeldAgainstTheBaselineNotAgainstTheModel) {
  auto comparison = example_comparison(0);
  const auto set = [](const char* policy, const char* lever, const char* value) {
    results::PolicySetting s;
    s.policy = policy;
    s.lever = lever;
    s.value = value;
    s.model_value = "0.9";
    s.unit = "1";
    return s;
  };
  comparison.settings = {set("full_utilization", "same_everywhere", "0.80"),
                         set("protected", "same_everywhere", "0.8"),
                         set("withdrawn", "same_everywhere", "0.8"),
                         set("adaptive", "same_everywhere", "0.8"),
                         set("full_utilization", "share[cross_team]", "1"),
                         set("withdrawn", "share[cross_team]", "0 week: 0.50, 60 week: 0")};
  const auto levers = section(briefing(comparison), "levers");
  EXPECT_EQ(levers.find("data-lever=\"same_everywhere\""), std::string::npos);
  EXPECT_NE(levers.find("All policies alike: same everywhere 0.8"), std::string::npos);
  const auto share = levers.substr(levers.find("data-lever=\"share[cross_team]\""));
  EXPECT_NE(share.find("Share (cross team)</b> 1 <span class=\"soft\">(in the model 0.9)"),
            std::string::npos);
  EXPECT_NE(share.find("0.9</b> Protected and Adaptive"), std::string::npos) << share;
  EXPECT_NE(share.find("0.5, from week\u00a060 0</b> Withdrawn"), std::string::npos) << share;
}

TEST(BriefingTest, ChainsAndDiagramStandInWhy) {
  const auto comparison = example_comparison(0);
  BriefingOptions options;
  options.diagram_svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"loops\"></svg>";
  options.why = {{"protected",
                  "full_utilization",
                  "calm",
                  260,
                  {{"throughput", "item/week", 31, 3.23, "up", false},
                   {"protecting_time", "1", 0.9, 0.7, "", true}}}};
  const auto why = section(briefing(comparison, options), "why");
  EXPECT_NE(why.find("<svg id=\"loops\">"), std::string::npos);
  EXPECT_LT(why.find("throughput</b>"), why.find("the lever <b>protecting time</b>"));
  EXPECT_NE(why.find("\u00d79.6 better"), std::string::npos);
  options.diagram_svg = "<svg><script>alert(1)</script></svg>";
  EXPECT_EQ(briefing(comparison, options).find("<script"), std::string::npos);
}

TEST(BriefingTest, WhatMovesFirstComesFirst) {
  auto comparison = example_comparison(0);
  auto& table = comparison.defaults;
  // Two series made for it: the first leaves the baseline's 100 by 6 at week 10, the other by 4
  // (too little) at week 5 and by 8 at week 20.
  for (auto& variable : table.variables) {
    if (!variable.axes.empty()) continue;
    std::ranges::fill(variable.values, 100.0);
  }
  const auto points = table.time.size();
  const auto change = [&](const char* name, std::size_t from, double by) {
    auto& values = const_cast<results::SavedVariable*>(table.find(name))->values;
    for (const std::size_t policy : {1, 2, 3}) {
      auto* first = values.data() + table.run_index(policy, 0, 0) * points;
      for (std::size_t i = from; i < points; ++i) first[i] += by;
    }
  };
  change("throughput", 5, 4);
  change("throughput", 20, 4);
  change("lead_time", 10, -6);
  const auto why = section(briefing(comparison), "why");
  const auto lead = why.find("week\u00a010</data>: <b>lead time</b> falls below");
  const auto throughput = why.find("week\u00a020</data>: <b>throughput</b> rises above");
  ASSERT_NE(lead, std::string::npos) << why;
  ASSERT_NE(throughput, std::string::npos) << why;
  EXPECT_LT(lead, throughput);
}

TEST(BriefingTest, ThreeFuturesStandBelowEachOther) {
  auto comparison = example_comparison(0);
  auto& table = comparison.defaults;
  // The third future repeats the second.
  table.futures.labels.push_back("second_shock");
  table.futures.titles.push_back("A third future");
  const auto repeat = [](auto& values, std::size_t size) {
    std::remove_reference_t<decltype(values)> wider;
    for (std::size_t p = 0; p < 4; ++p) {
      for (const std::size_t f : {0, 1, 1}) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>((p * 2 + f) * size);
        wider.insert(wider.end(), first, first + static_cast<std::ptrdiff_t>(size));
      }
    }
    values = wider;
  };
  for (auto& variable : table.variables) repeat(variable.values, variable.elements * 261);
  for (auto& metric : comparison.metrics) {
    repeat(metric.values, 1);
    repeat(metric.status, 1);
  }
  repeat(table.status, 1);
  repeat(table.stopped_at, 1);
  const auto html = briefing(comparison);
  EXPECT_NE(html.find("A third future"), std::string::npos);
  EXPECT_NE(html.find("under three futures"), std::string::npos);
}

}  // namespace
}  // namespace slackwater::report
