#include "slackwater/model/packed.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <random>
#include <set>

#include "model_leaves.hpp"
#include "shipped_models.hpp"
#include "slackwater/base/byte_difference.hpp"
#include "slackwater/base/random.hpp"
#include "slackwater/program/compile.hpp"
#include "slackwater/program/disassemble.hpp"

namespace slackwater::model::testing {
namespace {

const std::string kFlagship = SLACKWATER_SOURCE_DIR "/models/improvement_as_system_work.sd";

// Something in every table, and every kind of source.
const std::string kEverything = R"(model "All of it"
    "Something in every table."

time week from 0 to 10 step 0.5

unit item

dimension kind = a, b, c
dimension some = b, c
    "Not all of them."

section "Decisions"

lever load: 1 = 0.8 range 0.5 .. 1
    "What we do."
    source "a survey"
parameter focus[kind]: 1 = 0.25 range 0 .. 1 ~ uniform(0.1, 0.4)
parameter part[some]: 1 = 0.5

section "Work"

lookup bend(x: 1): 1 = (0, 0) (1, 1) (2, 1.5) smooth
    "A curve."
    source "a guess"
data sales: item from "sales.csv" column "sales" linear

stock backlog: item = 10
    inflow growth
    outflow work

flow growth: item/week = 1 [item/week] * load
flow work: item/week = backlog / 20 week
aux late: item = delay_fixed(backlog, 2 week, 1 item)
aux before[kind]: 1 = previous(focus[kind], 0) + normal(0, 0.1) + bend(load)
aux first: item = initial(backlog) + sales
indicator x: 1 = load + smooth1(load, 2 week) better up

check backlog >= 0 item
    "Never less than nothing."
)";

Override set(std::string target, std::variant<double, Override::Profile, Override::Rule> value) {
  Override out;
  out.target = std::move(target);
  out.value = std::move(value);
  return out;
}

Override rule(std::string target, const std::string& text) {
  return set(std::move(target),
             Override::Rule{source_of(text, "rule"), {0, static_cast<std::uint32_t>(text.size())}});
}

Model everything() {
  LowerOptions options;
  options.read_data = [](const std::string&) { return "time,sales\n0,1\n10,2.5\n"; };
  options.overrides = {rule("load", "0.9 - 0.01 * smooth1(backlog / 1 item, 4 week)")};
  auto model = load_text(kEverything, options);
  EXPECT_TRUE(model) << summary(model.diagnostics());
  return std::move(*model);
}

std::string sealed(std::string bytes) {
  const auto hash = base::fnv1a(bytes);
  for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<char>(hash >> 8 * i));
  return bytes;
}

std::string unsealed(const std::string& bytes) { return bytes.substr(0, bytes.size() - 4); }

std::string program_of(const Model& model) {
  const auto program = program::compile(model);
  return program ? program::disassemble(*program) : summary(program.diagnostics());
}

void expect_round_trip(const Model& model, const std::string& what) {
  const auto bytes = pack(model);
  const auto copy = unpack(bytes, model.source);
  ASSERT_TRUE(copy) << what << summary(copy.diagnostics());
  EXPECT_EQ(difference(model, *copy), "") << what;
  EXPECT_EQ(copy->source, model.source) << what;
  EXPECT_EQ(pack(*copy), bytes) << what;
  EXPECT_EQ(program_of(*copy), program_of(model)) << what;
}

TEST(PackedTest, EveryShippedModelComesBackEqual) {
  const auto files = shipped_models();
  EXPECT_GE(files.size(), 30u);
  for (const auto& file : files) {
    const auto model = load_shipped(file);
    ASSERT_TRUE(model) << file << summary(model.diagnostics());
    expect_round_trip(*model, file.string());
  }
}

TEST(PackedTest, AModelWithSomethingInEveryTableComesBackEqual) {
  const auto model = everything();
  expect_round_trip(model, "everything");
  const auto copy = unpack(pack(model), model.source);
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->units, nullptr);
  EXPECT_EQ(copy->find_variable("load"), model.find_variable("load"));
  for (const auto size : {model.lookups.size(), model.series.size(), model.held.size(),
                          model.pipelines.size(), model.initials.size(),
                          model.random_streams.size(), model.checks.size(), model.sections.size()})
    EXPECT_GT(size, 0u);
}

// ".4.3.1" and ".4.7.1" are one field of two variables; the time settings (2) are no list, and the
// nodes (6) are a list in a pool.
std::string field_of(const std::string& path) {
  const std::size_t place = path.rfind(".2.", 0) == 0 ? 99 : path.rfind(".6.", 0) == 0 ? 2 : 1;
  std::string out;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < path.size(); ++depth) {
    const auto next = std::min(path.find('.', at + 1), path.size());
    out += depth == place ? ".*" : path.substr(at, next - at);
    at = next;
  }
  return out;
}

// Changes one leaf; whether it could.
template <class Leaf>
bool change(Leaf& leaf) {
  if constexpr (std::is_const_v<Leaf>) {
    return false;
  } else if constexpr (std::same_as<Leaf, std::string>) {
    leaf += "x";
  } else if constexpr (std::same_as<Leaf, base::SourcePtr>) {
    leaf = leaf ? nullptr : source_of("another");
  } else if constexpr (std::same_as<Leaf, double>) {
    leaf = std::bit_cast<double>(std::bit_cast<std::uint64_t>(leaf) ^ 1);
  } else if constexpr (std::same_as<Leaf, bool>) {
    leaf = !leaf;
  } else {
    leaf = static_cast<Leaf>(static_cast<std::uint64_t>(leaf) ^ 1);
  }
  return true;
}

TEST(PackedTest, EveryFieldThatChangesIsToldApartAndIsInTheBytes) {
  const auto model = everything();
  const auto bytes = pack(model);
  std::set<std::string> paths;
  each_leaf(model, "", [&](const auto&, const std::string& path) { paths.insert(path); });
  std::set<std::string> fields;
  for (const auto& path : paths) {
    if (!fields.insert(field_of(path)).second) continue;
    auto other = model;
    bool changed = false;
    each_leaf(other, "", [&]<class Leaf>(Leaf&& leaf, const std::string& at) {
      if constexpr (std::is_lvalue_reference_v<Leaf>) {
        if (at == path) changed = change(leaf);
      }
    });
    if (!changed) continue;
    EXPECT_NE(difference(model, other), "") << path;
    // Nodes hold together, and names of variables are made of the variables again.
    const bool apart = path.rfind(".6.", 0) != 0 && path.rfind(".20", 0) != 0;
    if (apart) {
      EXPECT_NE(pack(other), bytes) << path;
    }
  }
  EXPECT_GE(fields.size(), 90u);
}

TEST(PackedTest, NumbersKeepTheirBits) {
  auto model = everything();
  const double values[] = {0.0,
                           -0.0,
                           1e-7,
                           123456.789012,
                           1e300,
                           0.1 + 0.2,
                           -2.5,
                           999999999999.0,
                           1e12,
                           std::numeric_limits<double>::infinity(),
                           std::numeric_limits<double>::denorm_min(),
                           std::bit_cast<double>(std::uint64_t{0x7ff8000000001234}),
                           std::bit_cast<double>(std::uint64_t{0xfff0000000000001})};
  for (const double value : values) {
    model.time.stop = value;
    const auto copy = unpack(pack(model), model.source);
    ASSERT_TRUE(copy);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(copy->time.stop), std::bit_cast<std::uint64_t>(value));
  }
}

TEST(PackedTest, AModelWithoutATextComesBack) {
  Model model;
  model.title = "empty";
  const auto copy = unpack(pack(model), source_of("unused"));
  ASSERT_TRUE(copy);
  EXPECT_EQ(difference(model, *copy), "");
}

TEST(PackedTest, RepeatedLongTextsComeBack) {
  // More copies of one text than the bytes warrant: the rest is written out.
  Model model;
  const std::string text(100000, 'x');
  for (int i = 0; i < 50; ++i) model.sections.push_back(text);
  const auto bytes = pack(model);
  EXPECT_LT(bytes.size(), 150000u);
  model.sections.resize(400, text);
  const auto copy = unpack(pack(model), nullptr);
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->sections, model.sections);
}

TEST(PackedTest, OverridesComeBackAndDifferInFewBytes) {
  const auto base_model = load_shipped(kFlagship);
  ASSERT_TRUE(base_model) << summary(base_model.diagnostics());
  const auto bytes = pack(*base_model);
  struct Case {
    Override override;
    std::size_t most;
  };
  const Case cases[] = {
      {set("target_utilization", Override::Profile{{{0, 0.8}, {60, 0.7}, {90, 0.75}}, false}),
       1024},
      {set("target_utilization", Override::Profile{{{0, 0.8}, {60, 0.7}, {90, 0.75}}, true}), 1024},
      {set("target_utilization", 0.7), 256},
      {rule("target_utilization", "0.8 - 0.1 * step(1, 20 week)"), 1024},
      {rule("target_utilization", "smooth1(0.7 + step(0.1, 20 week), 4 week)"), 2048},
      {rule("target_utilization", "delay_fixed(0.7 + step(0.1, 20 week), 4 week, 0.7)"), 2048},
  };
  for (const auto& [override, most] : cases) {
    const auto model = load(base_model->source, {.read_data = {}, .overrides = {override}});
    ASSERT_TRUE(model) << summary(model.diagnostics());
    expect_round_trip(*model, override.target);
    const auto changed = pack(*model);
    const auto small = base::byte_difference(bytes, changed);
    EXPECT_LT(small.size(), most);
    EXPECT_EQ(base::patched(bytes, small), changed);
  }
}

TEST(PackedTest, WhatCannotBeIsRefusedWithAReason) {
  const auto model = everything();
  const auto bytes = pack(model);
  const auto said = [&](const std::string& packed, const base::SourcePtr& text) {
    return summary(unpack(packed, text).diagnostics());
  };
  const std::string damaged = "E9050 the packed model is damaged\n";
  const std::string other_text = "E9050 the packed model was made from another text\n";
  EXPECT_EQ(said("", model.source), damaged);
  EXPECT_EQ(said("\x01", model.source), damaged);
  EXPECT_EQ(said(bytes + '\0', model.source), damaged);
  EXPECT_EQ(said(sealed(unsealed(bytes) + '\0'), model.source), damaged);
  EXPECT_EQ(said("\x02" + bytes.substr(1), model.source),
            "E9050 the packed model has format 2, and this version reads format 1\n");
  EXPECT_EQ(said(bytes, nullptr), other_text);
  EXPECT_EQ(said(bytes, source_of(kEverything + " ")), other_text);
  auto text = kEverything;
  text[30] = '7';
  EXPECT_EQ(said(bytes, source_of(text)), other_text);
}

TEST(PackedTest, EveryDamagedByteIsSeen) {
  const auto model = everything();
  const auto bytes = pack(model);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto other = bytes;
    other[i] = static_cast<char>(other[i] ^ 0x10);
    EXPECT_FALSE(unpack(other, model.source)) << i;
    EXPECT_FALSE(unpack(bytes.substr(0, i), model.source)) << i;
  }
  const auto inside = unsealed(bytes);
  for (std::size_t i = 0; i < inside.size(); ++i)
    EXPECT_FALSE(unpack(sealed(inside.substr(0, i)), model.source)) << i;
}

// With a hash that fits the damage, so that every part of the reader meets it.
TEST(PackedTest, DamageUnderAFittingHashGivesAModelOrTheError) {
  const auto model = everything();
  const auto bytes = unsealed(pack(model));
  std::mt19937 random(20);
  const auto below = [&](std::size_t n) { return random() % n; };
  int models = 0;
  for (int i = 0; i < 20000; ++i) {
    auto other = bytes;
    for (auto changes = 1 + below(3); changes-- > 0;) {
      const auto at = below(other.size());
      switch (below(5)) {
        case 0:
          other[at] = static_cast<char>(random());
          break;
        case 1:
          other[at] = static_cast<char>(other[at] ^ (1 << below(8)));
          break;
        case 2:
          other.insert(at, below(6) + 1, '\xFF');
          break;
        case 3:
          other.erase(at, below(8) + 1);
          break;
        default:
          other.replace(at, 1, "\xFF\xFF\xFF\xFF\x07");
      }
    }
    const auto read = unpack(sealed(other), model.source);
    if (!read) {
      EXPECT_EQ(read.diagnostics().entries()[0].code, "E9050");
      continue;
    }
    ++models;
    const auto again = unpack(pack(*read), model.source);
    ASSERT_TRUE(again) << i;
    EXPECT_EQ(difference(*read, *again), "") << i;
  }
  EXPECT_GT(models, 100);
}

}  // namespace
}  // namespace slackwater::model::testing
