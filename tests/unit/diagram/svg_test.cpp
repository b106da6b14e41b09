#include "slackwater/diagram/svg.hpp"

#include <gtest/gtest.h>

#include <string>

#include "slackwater/diagram/font.hpp"

namespace slackwater::diagram {
namespace {

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

// Two stocks in a row with four flows: between them, in, out, and back past nothing.
Structure chain() {
  Structure structure;
  structure.title = "Work & <rework>";
  structure.nodes = {
      {"open", "Open", NodeKind::stock},        {"done", "Done", NodeKind::stock},
      {"arriving", "arriving", NodeKind::flow}, {"doing", "doing", NodeKind::flow},
      {"leaving", "leaving", NodeKind::flow},   {"undoing", "undoing", NodeKind::flow},
      {"people", "people", NodeKind::lever}};
  structure.flows = {{2, std::nullopt, 0}, {3, 0, 1}, {4, 1, std::nullopt}, {5, 1, 0}};
  structure.links = {
      {6, 3, Polarity::plus, false}, {1, 5, Polarity::minus, true}, {0, 3, Polarity::open, false}};
  return structure;
}

TEST(SvgTest, DrawsEveryNodeFlowAndLinkOnce) {
  const auto picture = svg(chain(), Kind::stock_flow);
  EXPECT_EQ(count(picture, "<g class=\"node\">"), 7);
  EXPECT_EQ(count(picture, "class=\"valve\""), 4);
  EXPECT_EQ(count(picture, "class=\"pipe\""), 4);
  EXPECT_EQ(count(picture, "class=\"cloud\""), 2);
  EXPECT_EQ(count(picture, "class=\"link\""), 3);
  EXPECT_EQ(count(picture, "class=\"sign\""), 2);
  EXPECT_EQ(count(picture, "class=\"delay\""), 2);
}

TEST(SvgTest, SaysInWordsWhatItShows) {
  const auto picture = svg(chain(), Kind::stock_flow);
  EXPECT_NE(picture.find("doing: from Open to Done."), std::string::npos);
  EXPECT_NE(picture.find("arriving: from outside to Open."), std::string::npos);
  EXPECT_NE(picture.find("people raises doing."), std::string::npos);
  EXPECT_NE(picture.find("Done lowers undoing later."), std::string::npos);
  EXPECT_NE(picture.find("Open acts on doing."), std::string::npos);
}

TEST(SvgTest, EscapesTextsOfTheUser) {
  const auto picture = svg(chain(), Kind::stock_flow);
  EXPECT_EQ(picture.find("<rework>"), std::string::npos);
  EXPECT_NE(picture.find("Work &amp; &lt;rework&gt;"), std::string::npos);
}

TEST(SvgTest, GivesTheSameBytesTwice) {
  for (const auto kind : {Kind::stock_flow, Kind::causal_loop}) {
    EXPECT_EQ(svg(chain(), kind), svg(chain(), kind));
  }
}

TEST(SvgTest, LoopsHaveNoValves) {
  const auto picture = svg(chain(), Kind::causal_loop);
  EXPECT_EQ(count(picture, "<g class=\"node\">"), 7);
  EXPECT_EQ(count(picture, "class=\"link\""), 3);
  EXPECT_EQ(count(picture, "class=\"valve\"") + count(picture, "class=\"pipe\""), 0);
}

TEST(SvgTest, DrawsNothingOfNothing) {
  EXPECT_EQ(count(svg({}, Kind::stock_flow), "<g"), 0);
  EXPECT_EQ(count(svg({}, Kind::causal_loop), "<g"), 0);
}

TEST(SvgTest, DrawsAFlowThatReturnsToItsStock) {
  auto structure = chain();
  structure.flows[3] = {5, 1, 1};
  EXPECT_EQ(count(svg(structure, Kind::stock_flow), "class=\"pipe\""), 4);
}

TEST(FontTest, KeepsWidthsOfDejaVuSans) {
  // The advance widths of "A" (684) and, bold, "A" (774) in the fonts' hmtx tables.
  EXPECT_DOUBLE_EQ(text_width("A", 10), 6.84);
  EXPECT_DOUBLE_EQ(text_width("A", 10, true), 7.74);
}

}  // namespace
}  // namespace slackwater::diagram
