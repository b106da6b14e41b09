#include <gtest/gtest.h>

#include "scenario_support.hpp"

namespace slackwater::scenario {
namespace {

using testing::messages;
using testing::must_resolve;
using testing::two_by_two;

constexpr const char* kHead = "scenario: test\nmodel: model.sd\n";

TEST(ResolveTest, TimesTakeUnitsAndReplaceThoseOfTheModel) {
  const auto scenario =
      must_resolve(std::string(kHead) +
                   "time: {from: 1 year as week, to: 5 year as week, step: 1/56, save: 0.5}\n"
                   "method: euler\npolicies: {a: {}}\n");
  EXPECT_NEAR(scenario.time.start, 365.25 / 7, 1e-12) << "a year is 365.25 days";
  EXPECT_NEAR(scenario.time.stop, 5 * 365.25 / 7, 1e-12);  // 1461 days: 8 steps each
  EXPECT_EQ(scenario.time.step, 1.0 / 56);
  EXPECT_EQ(scenario.time.save, 0.5);
  EXPECT_EQ(scenario.time.method, model::Method::euler);
}

TEST(ResolveTest, PoliciesInheritAndLaterSettingsWin) {
  const auto scenario = must_resolve(
      std::string(kHead) +
      "policies:\n"
      "  base: {set: {target_utilization: 0.9, improvement_share: 0.2, \"focus[team]\": 0.3}}\n"
      "  child: {based_on: middle, set: {target_utilization: 80 %}}\n"
      "  middle: {based_on: base, set: {focus: 0.6}}\n");
  const auto& child = scenario.policies[1];
  ASSERT_EQ(child.settings.size(), 3u) << "`focus` replaces `focus[team]`";
  EXPECT_EQ(child.settings[0].override.target, "improvement_share");
  EXPECT_EQ(child.settings[1].override.target, "focus");
  EXPECT_EQ(child.settings[1].elements.size(), 2u);
  EXPECT_EQ(child.settings[1].origin, "middle");
  EXPECT_EQ(std::get<double>(child.settings[2].override.value), 0.8);
  EXPECT_EQ(*child.based_on, 2u);
}

TEST(ResolveTest, ALeverTakesANumberAProfileOrARule) {
  const auto scenario = must_resolve(
      std::string(kHead) +
      "policies:\n"
      "  number: {set: {experience_time: 1 year as week}}\n"
      "  steps: {set: {improvement_share: {0 week: 0.15, 60 week: 0}}}\n"
      "  ramp: {set: {improvement_share: {ramp: {0: 0.1, 52 week: 30 %}}}}\n"
      "  rule: {set: {target_utilization: \"clip(0.95 - 0.2 * disruption, 0.6, 0.95)\"}}\n");
  const auto value = [&](std::size_t i) { return scenario.policies[i].settings[0].override.value; };
  EXPECT_NEAR(std::get<double>(value(0)), 365.25 / 7, 1e-12);
  const auto steps = std::get<model::Override::Profile>(value(1));
  EXPECT_FALSE(steps.ramp);
  EXPECT_EQ(steps.points, (std::vector<std::pair<double, double>>{{0, 0.15}, {60, 0}}));
  const auto ramp = std::get<model::Override::Profile>(value(2));
  EXPECT_TRUE(ramp.ramp);
  EXPECT_EQ(ramp.points[1].second, 0.3);
  const auto rule = std::get<model::Override::Rule>(value(3));
  EXPECT_EQ(rule.source->slice(rule.span), "clip(0.95 - 0.2 * disruption, 0.6, 0.95)");
  EXPECT_FALSE(scenario.policies[3].settings[0].is_number());
  EXPECT_EQ(scenario.policies[1].settings[0].text, "0 week: 0.15, 60 week: 0");
}

TEST(ResolveTest, RulesAreHandedToTheModelsLoader) {
  ResolveOptions options;
  std::vector<std::size_t> asked;
  options.check_overrides = [&](const std::vector<model::Override>& overrides) {
    asked.push_back(overrides.size());
    model::LowerOptions lower;
    lower.overrides = overrides;
    return model::load(testing::small_model().source, lower).diagnostics();
  };
  const std::string good = std::string(kHead) +
                           "policies:\n  a: {set: {improvement_share: 0.2}}\n"
                           "  b: {set: {target_utilization: \"0.9 - 0.1 * disruption\"}}\n";
  EXPECT_TRUE(testing::resolve_text(good, options));
  EXPECT_EQ(asked, (std::vector<std::size_t>{1})) << "numbers alone need no check";
  const std::string bad =
      std::string(kHead) + "policies:\n  b: {set: {target_utilization: \"0.9 - disrupton\"}}\n";
  const auto result = testing::resolve_text(bad, options);
  ASSERT_FALSE(result);
  EXPECT_NE(base::render(result.diagnostics()).find("test.yaml:4:40"), std::string::npos)
      << base::render(result.diagnostics());
}

TEST(ResolveTest, RulesAreCheckedWithoutHelpToo) {
  const auto text = messages(std::string(kHead) +
                             "policies:\n  a: {set: {target_utilization: yes}}\n"
                             "  b: {based_on: a}\n");
  EXPECT_NE(text.find("test.yaml:4:33: error: unknown name 'yes'"), std::string::npos) << text;
  EXPECT_EQ(text.find("test.yaml:5"), std::string::npos) << "inherited mistakes are said once";
}

TEST(ResolveTest, StartsAreSetAddedAndMultiplied) {
  const auto scenario = must_resolve(
      std::string(kHead) +
      "start: {from: equilibrium, policy: b, per_sample: true, set: {demand_shock: 0.1},\n"
      "        values: {\"obstacle[*]\": 0.05}}\n"
      "policies:\n  a: {start: {\"obstacle[team]\": {add: -0.02}}}\n  b: {}\n"
      "futures: {high: {start: {backlog: {times: 150 %}}}}\n");
  EXPECT_TRUE(scenario.start.equilibrium);
  EXPECT_TRUE(scenario.start.per_sample);
  EXPECT_EQ(scenario.start.policy, 1u);
  EXPECT_EQ(scenario.start.settings[0].variable, "demand_shock");
  const auto starts = scenario.starts_for(0, 0);
  ASSERT_EQ(starts.size(), 3u);
  EXPECT_EQ(starts[0].elements.size(), 2u);
  EXPECT_EQ(starts[0].change, Change::set);
  EXPECT_EQ(starts[1].change, Change::add);
  EXPECT_EQ(std::get<double>(starts[1].override.value), -0.02);
  EXPECT_EQ(starts[2].change, Change::multiply);
  EXPECT_EQ(std::get<double>(starts[2].override.value), 1.5);
  EXPECT_TRUE(starts[2].override.start);
}

TEST(ResolveTest, TheFutureComesAfterThePolicyAndConflictsAreWarnedOf) {
  const auto result =
      testing::resolve_text(std::string(kHead) +
                            "policies: {a: {set: {improvement_share: 0.2}}, b: {}}\n"
                            "futures: {calm: {}, cut: {set: {improvement_share: 0}}}\n");
  ASSERT_TRUE(result);
  const auto overrides = result->overrides_for(0, 1);
  ASSERT_EQ(overrides.size(), 2u);
  EXPECT_EQ(std::get<double>(overrides[1].value), 0);
  ASSERT_EQ(result.diagnostics().warning_count(), 1);
  EXPECT_EQ(result.diagnostics().entries()[0].code, "E1111");
}

TEST(ResolveTest, WithoutFuturesThereIsOne) {
  const auto scenario = must_resolve(std::string(kHead) + "policies: {a: {}}\n");
  ASSERT_EQ(scenario.futures.size(), 1u);
  EXPECT_EQ(scenario.futures[0].label, "model");
  EXPECT_EQ(scenario.save, (std::vector<std::string>{"lead_time", "value"}));
}

TEST(ResolveTest, AllErrorsAreReportedInOneGo) {
  const auto text = messages(
      std::string(kHead) +
      "policies:\n  a: {based_on: b, set: {target_utilisation: 0.9, improvement_share: 0.7}}\n"
      "measure: {m: \"mean(valeu)\"}\nexpect: [{claim: c, that: \"a.n > 1\"}]\n");
  for (const auto* code : {"E1108", "E1104", "E1106", "E1202"}) {
    EXPECT_NE(text.find(code), std::string::npos) << code << "\n" << text;
  }
}

TEST(ResolveTest, DrawsComeFromTheFileOrTheModel) {
  const auto own = must_resolve(std::string(kHead) +
                                "policies: {a: {}}\n"
                                "uncertainty: {design: sobol, samples: 64, seed: 7}\n");
  ASSERT_EQ(own.uncertainty->draws.size(), 2u);
  EXPECT_EQ(own.uncertainty->draws[0].name, "experience_time");
  EXPECT_EQ(own.uncertainty->draws[0].distribution.family, "lognormal");
  EXPECT_EQ(own.uncertainty->design, Design::sobol);
  EXPECT_EQ(own.uncertainty->seed, 7u);

  const auto written = must_resolve(
      std::string(kHead) +
      "policies: {a: {}}\nuncertainty:\n  samples: 8\n"
      "  draw: {experience_time: \"uniform(20 week, high = 80 week)\", focus: \"uniform(0, 1)\","
      " capacity: model}\n");
  const auto& draws = written.uncertainty->draws;
  ASSERT_EQ(draws.size(), 4u) << "one draw per element of `focus`";
  EXPECT_EQ(draws[0].distribution.arguments[1].second, 80);
  EXPECT_EQ(draws[1].name, "focus[team]");
  EXPECT_EQ(draws[3].distribution.family, "uniform");
  EXPECT_EQ(draws[3].unit, "item/week");
}

TEST(ResolveTest, RankCorrelationsNameDrawsByTheirPlaces) {
  const auto scenario = must_resolve(std::string(kHead) +
                                     "policies: {a: {}}\nuncertainty:\n  samples: 8\n"
                                     "  draw: {capacity: model, \"focus[*]\": \"uniform(0, 1)\"}\n"
                                     "  correlate: {\"focus[team] ~ capacity\": -60 %}\n");
  const auto& correlations = scenario.uncertainty->correlations;
  ASSERT_EQ(correlations.size(), 1u);
  EXPECT_EQ(scenario.uncertainty->draws[correlations[0].first].name, "focus[team]");
  EXPECT_EQ(scenario.uncertainty->draws[correlations[0].second].name, "capacity");
  EXPECT_EQ(correlations[0].coefficient, -0.6);
  EXPECT_EQ(scenario.uncertainty->design_text, "latin_hypercube, 1 rank correlation");
}

TEST(ResolveTest, RankCorrelationsThatClashAreShownWhereTheyStand) {
  const auto text = messages(std::string(kHead) +
                             "policies: {a: {}}\nuncertainty:\n  samples: 8\n"
                             "  draw: {capacity: model, \"focus[*]\": \"uniform(0, 1)\"}\n"
                             "  correlate:\n"
                             "    focus[team] ~ capacity: 0.9\n"
                             "    focus[team] ~ focus[cross_team]: 0.9\n"
                             "    capacity ~ focus[cross_team]: -0.9\n");
  EXPECT_NE(text.find("focus[team] ~ capacity 0.9, focus[team] ~ focus[cross_team] 0.9, "
                      "capacity ~ focus[cross_team] -0.9 [E9023]"),
            std::string::npos)
      << text;
}

TEST(ResolveTest, AroundVariesParametersByAShareOfTheirDefaults) {
  const auto scenario = must_resolve(std::string(kHead) +
                                     "policies: {a: {}}\n"
                                     "uncertainty: {around: 20 %, samples: 16}\n");
  const auto& draws = scenario.uncertainty->draws;
  ASSERT_EQ(draws.size(), 2u) << "demand_shock is 0 by default, levers are not parameters";
  EXPECT_NEAR(draws[0].distribution.arguments[0].second, 32, 1e-12);
  EXPECT_NEAR(draws[0].distribution.arguments[1].second, 48, 1e-12);

  const auto single = must_resolve(std::string(kHead) +
                                   "policies: {a: {}}\nuncertainty: {design: one_at_a_time, "
                                   "around: 20 %, parameters: [experience_time, capacity]}\n");
  EXPECT_EQ(single.uncertainty->samples, 4u);
  const std::vector<double> rows{32, 50, 48, 50, 40, 40, 40, 60};
  ASSERT_EQ(single.uncertainty->rows.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_NEAR(single.uncertainty->rows[i], rows[i], 1e-12);
  }
}

TEST(ResolveTest, AGridCombinesValues) {
  const auto scenario = must_resolve(
      std::string(kHead) +
      "policies: {a: {}}\nuncertainty:\n  design: grid\n  levels: 2\n"
      "  draw: {capacity: \"40 .. 60 step 10\", \"focus[team]\": \"uniform(0, 1)\"}\n");
  EXPECT_EQ(scenario.uncertainty->samples, 6u);
  // The middles of the two halves of uniform(0, 1) are 1/4 and 3/4.
  const std::vector<double> rows{40, 0.25, 40, 0.75, 50, 0.25, 50, 0.75, 60, 0.25, 60, 0.75};
  ASSERT_EQ(scenario.uncertainty->rows.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_NEAR(scenario.uncertainty->rows[i], rows[i], 1e-12);
  }
}

TEST(ResolveTest, ATableBringsItsOwnSamples) {
  ResolveOptions options;
  options.read_table = [](const std::string& path) -> base::Result<std::string> {
    EXPECT_EQ(path, "draws.csv");
    return std::string("sample,capacity,\"focus[cross_team]\"\r\n0,45,0.25\r\n1,55.5,1e-1\r\n\r\n");
  };
  const auto scenario = must_resolve(
      std::string(kHead) + "policies: {a: {}}\nuncertainty: {table: draws.csv}\n", options);
  EXPECT_EQ(scenario.uncertainty->samples, 2u);
  EXPECT_EQ(scenario.uncertainty->draws[1].name, "focus[cross_team]");
  EXPECT_EQ(scenario.uncertainty->rows, (std::vector<double>{45, 0.25, 55.5, 0.1}));
}

TEST(ResolveTest, ATableKeepsToTheRanges) {
  ResolveOptions options;
  options.read_table = [](const std::string&) -> base::Result<std::string> {
    return std::string("capacity,improvement_share\n45,0.25\n55,0.75\n");
  };
  const auto result = testing::resolve_text(
      std::string(kHead) + "policies: {a: {}}\nuncertainty: {table: draws.csv}\n", options);
  ASSERT_FALSE(result);
  const auto said = base::render(result.diagnostics());
  EXPECT_NE(said.find("draws.csv:3:4: error: 0.75 is outside the range of 'improvement_share'"),
            std::string::npos)
      << said;
}

TEST(ResolveTest, ATableMayLeaveTheRangesWhereItSaysSo) {
  ResolveOptions options;
  options.read_table = [](const std::string&) -> base::Result<std::string> {
    return std::string("improvement_share\n0.25\n0.75\n");
  };
  const auto scenario =
      must_resolve(std::string(kHead) +
                       "policies: {a: {}}\nuncertainty: {table: draws.csv, beyond_range: true}\n",
                   options);
  EXPECT_EQ(scenario.uncertainty->rows, (std::vector<double>{0.25, 0.75}));
}

// As NumPy and SALib write them: no line of names.
TEST(ResolveTest, TheFileNamesTheColumnsOfATableWithoutNames) {
  ResolveOptions options;
  options.read_table = [](const std::string&) -> base::Result<std::string> {
    return std::string("0,45,0.25\n1,55.5,1e-1\n");
  };
  const auto text = [](const std::string& columns) {
    return std::string(kHead) + "policies: {a: {}}\nuncertainty: {table: draws.csv" + columns +
           "}\n";
  };
  const auto scenario =
      must_resolve(text(", columns: [sample, capacity, \"focus[cross_team]\"]"), options);
  EXPECT_EQ(scenario.uncertainty->samples, 2u);
  EXPECT_EQ(scenario.uncertainty->draws[1].name, "focus[cross_team]");
  EXPECT_EQ(scenario.uncertainty->rows, (std::vector<double>{45, 0.25, 55.5, 0.1}));
  const auto said = [&](const std::string& columns) {
    const auto result = testing::resolve_text(text(columns), options);
    EXPECT_FALSE(result);
    return base::render(result.diagnostics());
  };
  EXPECT_NE(said("").find("the first line of 'draws.csv' holds numbers, no names"),
            std::string::npos);
  EXPECT_NE(said(", columns: [sample, capacity]")
                .find("draws.csv:1:1: error: 3 values where 'columns' names 2"),
            std::string::npos);
  EXPECT_NE(said(", columns: [sample, capacitee, capacity]").find("did you mean 'capacity'?"),
            std::string::npos);
  EXPECT_NE(said(", columns: [capacity, capacity, sample]").find("'capacity' has two columns"),
            std::string::npos);
  EXPECT_NE(said(", columns: []").find("'columns' names no parameter"), std::string::npos);
}

TEST(ResolveTest, ColumnsAreForTablesWithoutNames) {
  ResolveOptions options;
  options.read_table = [](const std::string&) -> base::Result<std::string> {
    return std::string("capacity\n45\n");
  };
  const auto head = std::string(kHead) + "policies: {a: {}}\n";
  const auto named = testing::resolve_text(
      head + "uncertainty: {table: draws.csv, columns: [capacity]}\n", options);
  ASSERT_FALSE(named);
  const auto said = base::render(named.diagnostics());
  EXPECT_NE(said.find("draws.csv:1:1: error: 'capacity' is no number"), std::string::npos) << said;
  EXPECT_NE(said.find("`columns` is for a table whose first line holds numbers"),
            std::string::npos);
  const auto alone =
      testing::resolve_text(head + "uncertainty: {samples: 4, columns: [capacity]}\n", options);
  ASSERT_FALSE(alone);
  EXPECT_NE(base::render(alone.diagnostics()).find("'columns' belongs to 'table'"),
            std::string::npos);
}

// 40 week +- 60 % is 16 .. 64; the range begins at 20, so 4 / 48 of the draws lie outside.
TEST(ResolveTest, AroundMayLeaveARangeAndSaysHowOften) {
  const auto result = testing::resolve_text(std::string(kHead) +
                                            "policies: {a: {}}\nuncertainty: {around: 60 %, "
                                            "samples: 8, parameters: [experience_time]}\n");
  ASSERT_TRUE(result);
  ASSERT_EQ(result.diagnostics().warning_count(), 1);
  EXPECT_EQ(result.diagnostics().entries()[0].code, "W1119");
  EXPECT_EQ(result.diagnostics().entries()[0].message.substr(0, 15), "8.3 % of the dr");
}

TEST(ResolveTest, WhatEveryRunSetsIsNotDrawnFromTheModel) {
  const auto scenario = must_resolve(std::string(kHead) +
                                     "policies: {a: {set: {capacity: 50}}}\n"
                                     "uncertainty: {design: sobol, samples: 64}\n");
  ASSERT_EQ(scenario.uncertainty->draws.size(), 1u);
  EXPECT_EQ(scenario.uncertainty->draws[0].name, "experience_time");
  const auto none = messages(std::string(kHead) +
                             "policies: {a: {set: {capacity: 50, experience_time: 40}}}\n"
                             "uncertainty: {design: sobol, samples: 64}\n");
  EXPECT_NE(none.find("[E1113]"), std::string::npos) << none;
}

// Futures do not hold while an equilibrium is solved: there the draw is used.
TEST(ResolveTest, AnEquilibriumPerSampleUsesDraws) {
  const std::string rest =
      "policies: {a: {}}\nfutures: {low: {set: {capacity: 45}}, high: {set: {capacity: 55}}}\n"
      "uncertainty: {samples: 4, draw: {capacity: \"uniform(40, 60)\"}}\n";
  EXPECT_FALSE(testing::resolve_text(std::string(kHead) + rest));
  EXPECT_TRUE(testing::resolve_text(std::string(kHead) +
                                    "start: {from: equilibrium, per_sample: true}\n" + rest));
}

TEST(ResolveTest, ScansAndSearchesNameWhatTheyMove) {
  const auto scenario = must_resolve(two_by_two(
      "measure: {late_value: \"mean(value, 208 .. 260 week)\"}\n"
      "scan:\n  curve: {vary: target_utilization, over: 0.50 .. 1.00 step 0.05, policy: kept, "
      "measure: late_value}\n"
      "search:\n  tip: {vary: \"start obstacle[*]\", between: 0.02 .. 0.90, future: shock, "
      "until: \"late_value < 20 [item/week]\", within: 0.005}\n"));
  const auto& scan = scenario.scans[0];
  ASSERT_EQ(scan.over.size(), 11u);
  EXPECT_EQ(scan.over[2], 0.6) << "no noise in the last digits";
  EXPECT_EQ(scan.over.back(), 1.0);
  EXPECT_EQ(scan.policy, 1u);
  EXPECT_EQ(scan.measure.unit, "item/week");
  const auto& search = scenario.searches[0];
  EXPECT_TRUE(search.vary.start);
  EXPECT_EQ(search.vary.elements.size(), 2u);
  EXPECT_EQ(search.low, 0.02);
  EXPECT_EQ(search.future, 1u);
  const auto change = search.vary.at(0.25);
  EXPECT_TRUE(change.start);
  EXPECT_EQ(change.target, "obstacle[*]");
  EXPECT_EQ(std::get<double>(change.value), 0.25);
}

TEST(ResolveTest, MeasuresSayWhatTheyNeedToHaveSaved) {
  const auto scenario = must_resolve(
      two_by_two("measure:\n  a: \"mean(lead_time - calm.lead_time)\"\n"
                 "  b: {formula: \"highest(disruption)\", every_step: true}\n"
                 "expect: [{claim: c, that: \"final(full.calm.backlog) > 3 item\"}]\n"));
  EXPECT_EQ(scenario.needed, (std::vector<std::string>{"backlog", "lead_time"}));
  EXPECT_EQ(scenario.needed_every_step, (std::vector<std::string>{"disruption"}));
}

/// The codes of a file's messages with their lines, in order.
std::string codes(const std::string& text) {
  std::string list;
  const auto result = testing::resolve_text(text);
  for (const auto& each : result.diagnostics().entries()) {
    const auto line = each.place.source->position(each.place.span.begin).line;
    list += std::to_string(line) + ":" + each.code + " ";
  }
  return list;
}

TEST(ResolveTest, WrongKeysDoNotHideWhatIsBehindThem) {
  // A key that is misspelt is read as what it is close to, one that nobody knows is dropped, of a
  // key that is there twice the first counts; behind all three names are still checked.
  EXPECT_EQ(codes(std::string(kHead) + "polices:\n"                                      // 3
                                       "  a: {sett: {target_utilisation: 0.9}}\n"        // 4
                                       "  b: {set: {improvement_share: 0.2}}\n"          // 5
                                       "  b: {set: {improvement_share: 7}}\n"            // 6
                                       "colour: green\n"                                 // 7
                                       "measure: {m: \"final(bcklog)\"}\n"               // 8
                                       "expect: [{claims: c, that: \"a.m > d.m\"}]\n"),  // 9
            "3:E1101 4:E1101 4:E1104 6:E1002 7:E1101 8:E1202 9:E1101 9:E1202 ");
}

TEST(ResolveTest, AKeyThatIsThereIsNotReadFromAMisspeltOneToo) {
  EXPECT_EQ(codes(std::string(kHead) +
                  "policies: {a: {set: {improvement_share: 0.2}, sett: {improvement_share: 7}}}\n"
                  "futures: {c: {noote: x, notee: {}, nte: y}}\n"),
            "3:E1101 4:E1101 4:E1101 4:E1101 ");
}

TEST(ResolveTest, DrawsAreCheckedEvenWhenTheDesignDoesNotFit) {
  EXPECT_EQ(codes(std::string(kHead) + "policies: {a: {}}\n"
                                       "uncertainty:\n"
                                       "  design: sobol\n"
                                       "  levels: 4\n"
                                       "  draw:\n"
                                       "    nobody: uniform(0, 1)\n"
                                       "    improvement_share: unifrom(0, 1)\n"),
            "5:E1113 6:E1113 8:E1104 9:E1114 ");
}

TEST(ResolveTest, ListsOfDifferentLengthsDoNotMeet) {
  const std::string head =
      "measure: {last: \"final(value)\"}\n"
      "scan: {curve: {vary: target_utilization, over: [0.5, 0.7, 1], measure: last}}\n";
  const auto said = [&](const std::string& that) {
    return codes(testing::two_by_two(head + "expect: [{claim: c, that: \"" + that + "\"}]\n"));
  };
  EXPECT_EQ(said("count(curve >= [*.calm.last]) > 0"), "7:E1215 ");
  EXPECT_EQ(said("highest(curve - [*.calm.last]) > 0"), "7:E1215 ");
  EXPECT_EQ(said("count([full.last] > [*.calm.last]) > 0"), "7:E1215 ");
  EXPECT_EQ(said("count(2 * curve >= curve - full.last) > 0"), "");
  EXPECT_EQ(said("count([*.calm.last] >= [*.shock.last]) > 0"), "");
}

/// What `around` draws in a model with two sections.
std::string drawn_around(const std::string& keys, base::Diagnostics* said = nullptr) {
  const auto model = model::load(testing::text_source(
      "model \"m\"\ntime week from 0 to 2 step 1 save 1\nparameter a: 1 = 1 range 0.9 .. 2\n"
      "section \"1. First\"\nparameter b: 1 = 1\nlever l: 1 = 1\nparameter c: 1 = 1\n"
      "section \"10. Tenth\"\nparameter d: 1 = 1\nsection \"Empty\"\nstock s: 1 = a\n",
      "model.sd"));
  if (!model) return base::render(model.diagnostics());
  const auto file = parse(testing::text_source(
      std::string(kHead) + "policies: {p: {}}\nuncertainty: {samples: 2, around: 20 %" + keys +
      "}\n"));
  const auto scenario = resolve(*file, *model);
  if (said != nullptr) *said = scenario.diagnostics();
  if (!scenario) return base::render(scenario.diagnostics());
  std::string names;
  for (const auto& draw : scenario->uncertainty->draws) names += draw.name;
  return names;
}

TEST(ResolveTest, AroundTakesSectionsAndLeavesOut) {
  EXPECT_EQ(drawn_around(""), "abcd");
  EXPECT_EQ(drawn_around(", parameters: [section 1. First]"), "bc");
  EXPECT_EQ(drawn_around(", parameters: [section 10, section 1., b]"), "dbc") << "b once";
  EXPECT_EQ(drawn_around(", except: [section 1., a]"), "d");
  EXPECT_EQ(drawn_around(", parameters: [section 1., a], except: [c]"), "ba");
  const auto fails = [](const std::string& keys, const std::string& part) {
    const auto text = drawn_around(keys);
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  fails(", parameters: [section 1]", "'1' begins 2 sections: '1. First', '10. Tenth'");
  fails(", parameters: [section Frist]", "the model has no section 'Frist'");
  fails(", parameters: [section Empty]", "section 'Empty' declares no parameter");
  fails(", parameters: [a], except: [b]", "'b' is not among the parameters anyway");
  fails(", except: [s]", "[E1105]");
}

TEST(ResolveTest, DrawsBeyondARangeMayBeMeant) {
  base::Diagnostics said;
  drawn_around("", &said);
  EXPECT_EQ(said.warning_count(), 1) << "a reaches down to 0.8";
  drawn_around(", beyond_range: true", &said);
  EXPECT_EQ(said.warning_count(), 0);
}

TEST(ResolveTest, ValuesBeyondARangeMayBeMeant) {
  const auto scenario =
      must_resolve(std::string(kHead) +
                   "policies:\n  a: {set: {improvement_share: 0.7, target_utilization: 0.9,"
                   " \"focus[team]\": {0 week: 0, 9 week: 2}}, beyond_range: true}\n"
                   "  b: {based_on: a, set: {improvement_share: 0.4}}\n  c: {based_on: a}\n");
  const auto& own = scenario.policies[0].settings;
  ASSERT_EQ(own.size(), 3u);
  EXPECT_EQ(own[0].outside, "0 .. 0.5");
  EXPECT_TRUE(own[0].override.beyond_range);
  EXPECT_EQ(own[1].outside, "") << "0.9 is inside";
  EXPECT_EQ(own[2].outside, "0 .. 1");
  EXPECT_EQ(scenario.policies[2].settings[0].outside, "0 .. 0.5") << "inherited";
  // It is about the policy's own settings: what b sets itself keeps to the range.
  const auto text = messages(std::string(kHead) +
                             "policies:\n  a: {set: {improvement_share: 0.7}, beyond_range: true}\n"
                             "  b: {based_on: a, set: {improvement_share: 0.6}}\n");
  EXPECT_NE(text.find("[E1106]"), std::string::npos) << text;
}

TEST(ResolveTest, ExpressionsAtTheStartAreChecked) {
  const auto scenario = must_resolve(
      std::string(kHead) +
      "policies: {a: {set: {improvement_share: {at_start: \"backlog / (4000 item)\"}}}}\n");
  EXPECT_TRUE(scenario.policies[0].settings[0].at_start);
  EXPECT_EQ(scenario.policies[0].settings[0].text, "backlog / (4000 item) at the start");
  const auto fails = [](const std::string& set, const std::string& code) {
    const auto text = messages(std::string(kHead) + "policies: {a: " + set + "}\n");
    EXPECT_NE(text.find(code), std::string::npos) << text;
  };
  fails("{set: {improvement_share: {at_start: backlog}}}", "E03");
  fails("{set: {improvement_share: {at_start: backlgo}}}", "E0204");
  fails("{start: {backlog: {at_start: capacity}}}", "[E1105]");
  fails("{set: {improvement_share: {at_start: [1]}}}", "[E1103]");
}

}  // namespace
}  // namespace slackwater::scenario
