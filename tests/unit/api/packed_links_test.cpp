#include <gtest/gtest.h>

#include "slackwater/api/diagram.hpp"
#include "slackwater/api/packed_model.hpp"

/// The pictures of a packed model are those of its text, sign by sign.
namespace slackwater::api {
namespace {

constexpr const char* kText =
    "model \"Two tanks\"\n\n"
    "time week from 0 to 20 step 1/4 save 1 method rk4\n\n"
    "lever leak: 1/week = 0.2 range 0 .. 1\n\n"
    "stock level: 1 = 3\n    inflow filling\n    outflow draining\n\n"
    "flow filling: 1/week = delay1(2 - level / 4, 3 week) * 1 [1/week]\n\n"
    "flow draining: 1/week = leak * level\n\n"
    "indicator height: 1 = sin(level) better up\n";

base::Result<Model> again(const PackedModel& packed) { return load_packed(packed); }

TEST(PackedLinksTest, ADiagramIsTheSame) {
  const auto model = load_model("tank.sd", kText);
  ASSERT_TRUE(model) << base::render(model.diagnostics());
  const auto packed = pack_model(*model, {});
  ASSERT_TRUE(packed);
  const auto unpacked = again(*packed);
  ASSERT_TRUE(unpacked) << base::render(unpacked.diagnostics());
  for (const auto kind : {DiagramKind::stock_flow, DiagramKind::causal_loop}) {
    DiagramOptions options;
    options.kind = kind;
    const auto expected = diagram(*model, options);
    const auto found = diagram(*unpacked, options);
    ASSERT_TRUE(expected && found);
    EXPECT_EQ(*found, *expected);
  }
}

TEST(PackedLinksTest, ASignThatIsTurnedIsSeen) {
  const auto model = load_model("tank.sd", kText);
  auto packed = pack_model(*model, {});
  ASSERT_TRUE(packed);
  ASSERT_EQ(packed->links.size() % 3, 0u);
  DiagramOptions options;
  options.kind = DiagramKind::causal_loop;
  const auto expected = diagram(*model, options);
  for (std::size_t i = 2; i < packed->links.size(); i += 3) {
    if (packed->links[i] == 2) packed->links[i] = 4;  // plus becomes minus
  }
  const auto other = again(*packed);
  ASSERT_TRUE(other);
  EXPECT_TRUE(*diagram(*other, options) != *expected);
}

TEST(PackedLinksTest, DamagedLinksAreRefused) {
  const auto model = load_model("tank.sd", kText);
  auto packed = pack_model(*model, {});
  ASSERT_TRUE(packed);
  packed->links += '\x01';
  const auto cut = again(*packed);
  ASSERT_FALSE(cut);
  EXPECT_NE(base::render(cut.diagnostics()).find("E9050"), std::string::npos);
  packed->links = std::string("\x00\x63\x00", 3);
  EXPECT_FALSE(again(*packed)) << "there is no variable 99";
}

}  // namespace
}  // namespace slackwater::api
