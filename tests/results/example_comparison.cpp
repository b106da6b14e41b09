#include "example_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/statistics.hpp"

namespace {

using slackwater::results::accumulated_break_even;
using slackwater::results::Claim;
using slackwater::results::Comparison;
using slackwater::results::DrawnInput;
using slackwater::results::fingerprint;
using slackwater::results::mean;
using slackwater::results::Metric;
using slackwater::results::MetricStatus;
using slackwater::results::quantile;
using slackwater::results::RunStatus;
using slackwater::results::RunTable;
using slackwater::results::SavedVariable;
using slackwater::results::Scan;
using slackwater::results::Verdict;
using slackwater::results::wilson_interval;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kPoints = 261;

struct Inputs {
  double utilization = 0.98;
  double improvement = 0;
  double improvement_after = 0;  // from week 60 on
  bool adaptive = false;
  double shock = 0;
  double drift = 0.006;
  double learning_time = 40;
};

// Throughput, lead time, rework share, fatigue, capability, improvement work, obstacles of three
// levels.
constexpr std::size_t kSeries = 7;
constexpr std::size_t kLevels = 3;

struct State {
  double backlog = 400;
  double capability = 80;
  double fatigue = 20;
  double obstacle[kLevels] = {0.38, 0.49, 0.55};
};

void simulate(const Inputs& in, std::vector<double> (&series)[kSeries],
              std::vector<double> (&obstacle)[kLevels]) {
  constexpr double kStep = 0.125;
  State s;
  for (std::size_t week = 0; week < kPoints; ++week) {
    double throughput = 0, rework = 0, improvement = 0, mean_obstacle = 0;
    for (int sub = 0; sub < 8; ++sub) {
      const double t = static_cast<double>(week) + kStep * sub;
      mean_obstacle = (s.obstacle[0] + s.obstacle[1] + s.obstacle[2]) / 3;
      const double utilization =
          in.adaptive ? std::clamp(0.95 - 0.5 * mean_obstacle, 0.6, 0.95) : in.utilization;
      improvement = t < 60 ? in.improvement : in.improvement_after;
      const double demand = 22 * (t >= 52 ? 1 + in.shock : 1);
      const double capacity =
          s.capability / 2 * (1 - mean_obstacle) * (1 - s.fatigue / 200) * (1 - improvement);
      throughput = std::min(capacity * utilization, s.backlog / 2);
      rework = std::clamp(0.08 + 0.3 * mean_obstacle + 0.5 * std::max(0.0, utilization - 0.85), 0.0,
                          0.6);
      s.backlog += kStep * (demand - throughput * (1 - rework));
      s.backlog = std::clamp(s.backlog, 1.0, 20000.0);
      s.capability +=
          kStep * (130 * (0.55 + 2.6 * improvement) * (1 - 0.5 * mean_obstacle) - s.capability) /
          in.learning_time;
      s.fatigue += kStep * (100 * std::max(0.0, utilization - 0.7) * 2.6 - s.fatigue) / 26;
      for (std::size_t l = 0; l < kLevels; ++l) {
        const double removal = improvement * (0.30 - 0.06 * static_cast<double>(l));
        s.obstacle[l] += kStep * (in.drift * (0.9 - s.obstacle[l]) - removal * s.obstacle[l]);
      }
    }
    series[0].push_back(throughput * (1 - rework));
    series[1].push_back(s.backlog / throughput);
    series[2].push_back(rework);
    series[3].push_back(s.fatigue);
    series[4].push_back(s.capability);
    series[5].push_back(improvement);
    series[6].push_back(s.backlog);
    for (std::size_t l = 0; l < kLevels; ++l) obstacle[l].push_back(s.obstacle[l]);
  }
}

struct Description {
  const char* name;
  const char* kind;
  const char* unit;
  const char* documentation;
  const char* better;
};

constexpr Description kVariables[kSeries] = {
    {"throughput", "indicator", "item/week", "Finished work that stays finished.", "up"},
    {"lead_time", "indicator", "week", "How long an item waits and is worked on.", "down"},
    {"rework_share", "indicator", "1", "Share of completions that come back.", "down"},
    {"fatigue", "indicator", "1", "0 rested, 100 exhausted.", "down"},
    {"capability", "indicator", "1", "What people can do with the same hour; 100 is usual.", "up"},
    {"improvement_work", "auxiliary", "1", "Share of hours spent on improvement.", ""},
    {"backlog", "stock", "item", "Accepted work that is not finished.", ""}};

RunTable runs(std::size_t samples) {
  RunTable table;
  table.policies = {
      "policy",
      {"full_utilization", "protected", "withdrawn", "adaptive"},
      {"Fill every hour", "Hold 20 % back and protect it", "Protected, then withdrawn at week 60",
       "Guardrail that is revised <on evidence> & \"reviewed\""}};
  table.futures = {"future", {"calm", "demand_shock"}, {"Calm", "30 % more demand from week 52"}};
  table.samples = samples;
  table.time_unit = "week";
  for (std::size_t i = 0; i < kPoints; ++i) table.time.push_back(static_cast<double>(i));
  table.axes = {{"level", {"team", "cross_team", "system"}, {}}};
  for (const auto& d : kVariables) {
    SavedVariable variable;
    variable.name = d.name;
    variable.kind = d.kind;
    variable.unit = d.unit;
    variable.documentation = d.documentation;
    variable.provenance = "assumed";
    variable.better = d.better;
    table.variables.push_back(variable);
  }
  SavedVariable obstacle;
  obstacle.name = "obstacle";
  obstacle.kind = "stock";
  obstacle.unit = "1";
  obstacle.documentation = "How much of the work a structural problem of this level holds up.";
  obstacle.axes = {0};
  obstacle.elements = kLevels;
  table.variables.push_back(obstacle);

  DrawnInput drift{"base_drift",
                   "1/week",
                   "How fast obstacles grow by themselves.",
                   "uniform(0.004, 0.008)",
                   {}};
  DrawnInput learning{"experience_time",
                      "week",
                      "How long a cohort takes to become productive.",
                      "uniform(25 week, 60 week)",
                      {}};
  for (std::size_t i = 0; i < samples; ++i) {
    // Halton points: an even design without a random generator.
    const auto halton = [](std::size_t n, std::size_t base) {
      double value = 0, part = 1;
      for (++n; n > 0; n /= base) {
        part /= static_cast<double>(base);
        value += part * static_cast<double>(n % base);
      }
      return value;
    };
    drift.values.push_back(samples == 1 ? 0.006 : 0.004 + 0.004 * halton(i, 2));
    learning.values.push_back(samples == 1 ? 40 : 25 + 35 * halton(i, 3));
  }
  const Inputs policies[4] = {{.utilization = 0.98},
                              {.utilization = 0.80, .improvement = 0.15, .improvement_after = 0.15},
                              {.utilization = 0.80, .improvement = 0.15, .improvement_after = 0},
                              {.improvement = 0.15, .improvement_after = 0.15, .adaptive = true}};
  for (const auto& policy : policies) {
    for (const double shock : {0.0, 0.3}) {
      for (std::size_t s = 0; s < samples; ++s) {
        Inputs in = policy;
        in.shock = shock;
        in.drift = drift.values[s];
        in.learning_time = learning.values[s];
        std::vector<double> series[kSeries];
        std::vector<double> obstacles[kLevels];
        simulate(in, series, obstacles);
        for (std::size_t v = 0; v < kSeries; ++v) {
          auto& values = table.variables[v].values;
          values.insert(values.end(), series[v].begin(), series[v].end());
        }
        auto& values = table.variables[kSeries].values;
        for (const auto& o : obstacles) values.insert(values.end(), o.begin(), o.end());
        table.status.push_back(RunStatus::complete);
        table.stopped_at.push_back(table.time.back());
      }
    }
  }
  if (samples > 1) table.drawn = {drift, learning};
  return table;
}

void fail_one_run(RunTable& table) {
  constexpr std::size_t kStopped = 100;
  const std::size_t sample = table.samples - 1;
  const auto run = table.run_index(2, 1, sample);
  for (auto& variable : table.variables) {
    for (std::size_t e = 0; e < variable.elements; ++e) {
      auto* first = variable.values.data() + (run * variable.elements + e) * kPoints;
      std::fill(first + kStopped + 1, first + kPoints, kNaN);
    }
  }
  table.status[run] = RunStatus::domain_error;
  table.stopped_at[run] = kStopped;
  table.failures.push_back({2, 1, sample, RunStatus::domain_error, 100, "lead_time",
                            "division by zero in 'lead_time' at week 100",
                            "models/slack.sd:42:30: backlog / completions\n  completions = 0"});
}

std::vector<Metric> measures(const RunTable& table) {
  Metric late{"late_throughput", "item/week", "mean(throughput, 208 .. 260 week)", "", {}, {}};
  Metric worst{"worst_lead_time", "week", "highest(lead_time)", "", {}, {}};
  Metric even{"break_even",
              "week",
              "break_even(throughput, against = full_utilization)",
              "When the throughput lost at first has been made up for.",
              {},
              {}};
  const auto& throughput = *table.find("throughput");
  const auto& lead = *table.find("lead_time");
  for (std::size_t p = 0; p < 4; ++p) {
    for (std::size_t f = 0; f < 2; ++f) {
      for (std::size_t s = 0; s < table.samples; ++s) {
        const auto run = table.run_index(p, f, s);
        const bool failed = table.status[run] != RunStatus::complete;
        const auto series = table.series(throughput, run);
        late.values.push_back(failed ? kNaN : mean(series.subspan(208)));
        late.status.push_back(failed ? MetricStatus::run_failed : MetricStatus::reached);
        worst.values.push_back(failed ? kNaN : quantile(table.series(lead, run), 1));
        worst.status.push_back(late.status.back());
        const auto found = accumulated_break_even(
            table.time, series, table.series(throughput, table.run_index(0, f, s)), true);
        even.values.push_back(!failed && p > 0 && found ? *found : kNaN);
        even.status.push_back(failed   ? MetricStatus::run_failed
                              : p == 0 ? MetricStatus::not_applicable
                              : found  ? MetricStatus::reached
                                       : MetricStatus::never);
      }
    }
  }
  return {late, worst, even};
}

Claim claim(const char* id, const char* text, Verdict verdict, const char* that,
            const char* numbers) {
  Claim c;
  c.id = id;
  c.text = text;
  c.source = "Protecting capacity for improvement";
  c.that = that;
  c.verdict = verdict;
  c.numbers = numbers;
  c.passed = verdict == Verdict::holds;
  return c;
}

std::vector<Claim> claims(std::size_t samples) {
  std::vector<Claim> list = {
      claim("1a", "Held-back capacity is made up for within two years", Verdict::holds,
            "protected.calm.break_even < 104 week", "23.4 week < 104 week"),
      claim("1b", "Close to full load the same surge hurts far longer", Verdict::holds,
            "full_utilization.demand_shock.worst_lead_time > 2 * "
            "protected.demand_shock.worst_lead_time",
            "3,460 week > 2 * 147 week"),
      claim("1c", "Protection that is withdrawn does not last", Verdict::holds,
            "withdrawn.calm.late_throughput < protected.calm.late_throughput",
            "4.2 item/week < 28.1 item/week"),
      claim("2a", "Obstacles at system level fall last", Verdict::holds,
            "at(obstacle[system], 52 week) > at(obstacle[team], 52 week)", "0.19 > 0.10"),
      claim("2b", "A guardrail on evidence does better than a fixed one", Verdict::fails,
            "adaptive.calm.late_throughput > 1.2 * protected.calm.late_throughput",
            "30.1 item/week > 1.2 * 28.1 item/week"),
      claim("2c", "Long-run throughput peaks below full load", Verdict::holds,
            "0.65 <= argmax(inverted_u) and argmax(inverted_u) <= 0.9", "0.65 <= 0.8 <= 0.9"),
      claim("3a", "Fatigue is lower where hours are held back <script>alert(1)</script>",
            Verdict::holds, "protected.calm.fatigue < full_utilization.calm.fatigue", "26 < 72.8"),
      claim("3b", "The shock is forgotten before it is repeated", Verdict::vacuous,
            "crossings(disruption, 0.5, up) > 0", "never reached under any policy"),
      claim("3c", "Half the gain is lost within a year of withdrawal", Verdict::not_testable,
            "withdrawn.calm.half_life < 52 week", "a run that it needs ended early")};
  if (samples > 0) {
    auto& share = list[0];
    share.required_share = 0.9;
    share.share = 0.95;
    share.samples_tested = samples;
    const auto interval = wilson_interval(
        static_cast<std::size_t>(std::lround(0.95 * static_cast<double>(samples))), samples);
    share.share_low = interval.low;
    share.share_high = interval.high;
    auto& fragile = list[2];
    fragile.share = 0.71;
    fragile.samples_tested = samples;
    fragile.samples_failed_runs = 1;
    fragile.share_low = 0.58;
    fragile.share_high = 0.81;
    fragile.sample_verdicts.assign(samples, Verdict::holds);
    fragile.sample_verdicts[0] = Verdict::not_testable;
    fragile.sample_left.assign(samples, 4.2);
    fragile.sample_right.assign(samples, 28.1);
    fragile.note = "measured in the last year";
    fragile.fragile = "a short experience time lets the gain outlive its cause";
  }
  return list;
}

}  // namespace

Comparison example_comparison(std::size_t samples) {
  Comparison c;
  c.title = "Full utilization or protected improvement?";
  c.question =
      "What do we lose in the first year if we hold 20 % back, and when do we have it again?";
  c.model_title = "Slack and rework, the smallest useful version";
  c.baseline = "full_utilization";
  c.defaults = runs(1);
  c.metrics = measures(c.defaults);
  if (samples > 0) {
    c.samples = runs(samples);
    fail_one_run(*c.samples);
    c.sample_metrics = measures(*c.samples);
  }
  Scan scan{"inverted_u", "target_utilization",
            "1",          "late_throughput",
            "item/week",  "protected",
            "calm",       {},
            {},           {}};
  for (int i = 0; i <= 14; ++i) {
    const double x = 0.30 + 0.05 * i;
    std::vector<double> series[kSeries];
    std::vector<double> obstacles[kLevels];
    simulate({.utilization = x, .improvement = 0.15, .improvement_after = 0.15}, series, obstacles);
    scan.x.push_back(x);
    scan.y.push_back(mean(std::span<const double>(series[0]).subspan(208)));
    scan.status.push_back(MetricStatus::reached);
  }
  scan.title = "How full is best";
  c.scans = {scan};
  c.searches = {
      {"tipping_debt", "start obstacle[*, *]", "1", "protected", "calm", "at_three_years > 0.5",
       true, 0.61, 0.615, 0.6125, 9, "", "Debt from which nobody comes back"},
      {"tipping_load", "target_utilization", "1", "full_utilization", "calm",
       "late_throughput < 10 item/week", false, 0, 0, 0, 2,
       "the condition has the same value at both ends"}};
  c.claims = claims(samples);
  c.settings = {
      {"full_utilization", "target_utilization", "0.98", "0.85", "1",
       "Share of capacity planned for delivery."},
      {"full_utilization", "improvement_share", "0", "0.05", "1",
       "Share of hours for improvement."},
      {"protected", "target_utilization", "0.8", "0.85", "1",
       "Share of capacity planned for delivery."},
      {"protected", "improvement_share", "0.15", "0.05", "1", "Share of hours for improvement."},
      {"withdrawn", "target_utilization", "0.8", "0.85", "1",
       "Share of capacity planned for delivery."},
      {"withdrawn", "improvement_share", "0.15 from week 0, 0 from week 60", "0.05", "1",
       "Share of hours for improvement."},
      {"adaptive", "target_utilization", "clip(0.95 - 0.5 * structural_debt, 0.6, 0.95)", "0.85",
       "1", "Share of capacity planned for delivery."},
      {"adaptive", "improvement_share", "0.15", "0.05", "1", "Share of hours for improvement."},
      {"", "surge_size", "0.3", "0", "1", "Extra demand.", "demand_shock"}};
  const char* names[] = {"base_demand",
                         "base_drift",
                         "experience_time",
                         "fatigue_time",
                         "removal_rate",
                         "minimum_cycle_time",
                         "base_rework",
                         "pressure_rework",
                         "initial_capability",
                         "reference_capability",
                         "fatigue_effect",
                         "staff",
                         "hours",
                         "quality_of_review"};
  for (const char* name : names) {
    c.assumptions.push_back(
        {name, name == std::string("experience_time") ? "40" : "0.3",
         name == std::string("experience_time") ? "week" : "1/week",
         "How strongly this part of the organization answers to what is done to it.",
         "assumed; range 20..80", "20 .. 80"});
  }
  c.assumptions[1].provenance = "Repenning & Sterman (2002), table 2";
  c.indicators = {"throughput", "lead_time", "rework_share", "fatigue", "capability", "obstacle"};
  c.policy_notes = {"", "Asked for by the teams.", "", ""};
  c.future_notes = {"", "Seen twice in ten years."};
  c.note = "Written for the spring meeting.";
  c.provenance = {"0.1.0",
                  "../models/slack.sd",
                  "model \"Slack\"\n",
                  "scenarios/slack.yaml",
                  "scenario: Full utilization or protected improvement?\n",
                  "rk4",
                  0.0625,
                  7,
                  "sobol",
                  "",
                  "slackwater compare scenarios/slack.yaml"};
  c.provenance.fingerprint = fingerprint(c);
  return c;
}
