#include "slackwater/language/functions.hpp"

#include <set>

#include "parsing.hpp"
#include "slackwater/language/distributions.hpp"

namespace slackwater::language {
namespace {

TEST(FunctionsTest, EveryFunctionOfTheLanguageIsThere) {
  for (const auto* name :
       {"min",        "max",       "abs",      "sqrt",        "exp",         "ln",
        "log10",      "pow",       "sin",      "cos",         "tan",         "asin",
        "acos",       "atan",      "tanh",     "logistic",    "floor",       "round",
        "mod",        "sign",      "clip",     "safe_div",    "time",        "time_step",
        "start_time", "stop_time", "step",     "pulse",       "pulse_train", "ramp",
        "delay1",     "delay3",    "delayn",   "delay_fixed", "smooth1",     "smooth3",
        "smoothn",    "trend",     "forecast", "previous",    "initial",     "sample_if",
        "integrate",  "normal",    "uniform",  "lognormal",   "poisson",     "pink_noise"}) {
    EXPECT_TRUE(find_function(name)) << name;
  }
  for (const auto* name : {"sum", "prod", "mean", "min", "max", "count"}) {
    ASSERT_TRUE(find_reduction(name)) << name;
    EXPECT_EQ(find_reduction(name)->kind, FunctionKind::reduction);
  }
  EXPECT_EQ(find_function("min")->kind, FunctionKind::pure);
  EXPECT_FALSE(find_function("minimum"));
  EXPECT_FALSE(find_reduction("abs"));
}

TEST(FunctionsTest, EveryLineOfTheTableIsComplete) {
  for (const auto& info : functions()) {
    SCOPED_TRACE(std::string(info.name));
    EXPECT_EQ(&function_info(info.id), &info);
    EXPECT_FALSE(info.documentation.empty());
    EXPECT_EQ(info.documentation.back(), '.');
    EXPECT_EQ(info.parameters().empty(), info.kind == FunctionKind::clock);
    std::set<std::string_view> names;
    bool optional = false;
    for (const auto& parameter : info.parameters()) {
      EXPECT_TRUE(names.insert(parameter.name).second) << parameter.name;
      const bool required = parameter.default_value == DefaultValue::required;
      EXPECT_FALSE(optional && required) << "a required argument behind an optional one";
      optional = optional || !required;
    }
  }
}

TEST(FunctionsTest, ExamplesParseAndCallTheirFunction) {
  for (const auto& info : functions()) {
    const auto example = expression_of(std::string(info.example));
    ASSERT_TRUE(example) << info.name;
    EXPECT_NE(format_expression(*example).find(info.name), std::string::npos) << info.name;
  }
}

TEST(FunctionsTest, Signatures) {
  EXPECT_EQ(signature(*find_function("pulse_train")), "pulse_train(period, width, offset = 0)");
  EXPECT_EQ(signature(*find_function("min")), "min(a, b, ...)");
  EXPECT_EQ(signature(*find_function("delay1")),
            "delay1(input, delay_time, initial_outflow = input)");
  EXPECT_EQ(signature(*find_function("time")), "time");
  EXPECT_EQ(signature(*find_reduction("sum")), "sum(x for i in dimension)");
  EXPECT_EQ(find_function("pulse_train")->required_count(), 2u);
}

TEST(FunctionsTest, WhatNeedsAFixedStepSaysSo) {
  for (const auto* name : {"delay_fixed", "previous", "sample_if", "normal", "uniform", "lognormal",
                           "poisson", "pink_noise"}) {
    EXPECT_TRUE(find_function(name)->fixed_step_only) << name;
  }
  for (const auto* name :
       {"delay3", "smooth1", "step", "pulse_train", "initial", "integrate", "exp"}) {
    EXPECT_FALSE(find_function(name)->fixed_step_only) << name;
  }
}

TEST(FunctionsTest, DistributionsAreFoundByName) {
  EXPECT_EQ(find_distribution("lognormal")->id, DistributionId::lognormal);
  EXPECT_FALSE(find_distribution("gauss"));
  EXPECT_EQ(distribution_names().size(), distributions().size());
}

TEST(FunctionsTest, ThePageOfTheReferenceIsUpToDate) {
  EXPECT_EQ(read_file(project_path("docs/reference/functions.md")), functions_page())
      << "docs/reference/functions.md is stale: run test_language --gtest_also_run_disabled_tests "
         "--gtest_filter='*WriteThePage'";
}

TEST(FunctionsTest, DISABLED_WriteThePage) {
  std::ofstream(project_path("docs/reference/functions.md"), std::ios::binary) << functions_page();
}

}  // namespace
}  // namespace slackwater::language
