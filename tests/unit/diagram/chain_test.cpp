// A causal chain in a row.

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "slackwater/diagram/svg.hpp"

namespace slackwater::diagram {
namespace {

Structure row(std::size_t count, const std::string& label) {
  Structure structure;
  structure.title = "Never drawn";
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = label + " " + std::to_string(i);
    structure.nodes.push_back({name, name, i == 0 ? NodeKind::lever : NodeKind::stock});
    if (i > 0) structure.links.push_back({i - 1, i, Polarity::plus, false});
  }
  return structure;
}

// Left ends of the boxes, in the order of the nodes.
std::vector<double> lefts(const std::string& svg) {
  std::vector<double> out;
  const std::regex box("<g class=\"node\"><title>[^<]*</title><rect x=\"([0-9.]+)\"");
  for (std::sregex_iterator at(svg.begin(), svg.end(), box), end; at != end; ++at) {
    out.push_back(std::stod((*at)[1]));
  }
  return out;
}

double width_of(const std::string& svg) {
  std::smatch found;
  const std::regex size("width=\"([0-9.]+)\"");
  return std::regex_search(svg, found, size) ? std::stod(found[1]) : 0;
}

TEST(ChainTest, StandsInARowInItsOrder) {
  const auto svg = chain_svg(row(6, "a variable"));
  const auto x = lefts(svg);
  ASSERT_EQ(x.size(), 6);
  for (std::size_t i = 1; i < x.size(); ++i) EXPECT_GT(x[i], x[i - 1] + 92) << i;
  EXPECT_EQ(svg.find("Never drawn"), std::string::npos);
}

TEST(ChainTest, IsNeverWiderThanAPage) {
  // Labels as long as the briefing's own longest; the contract of chain_svg is 970.
  for (std::size_t count = 1; count <= 12; ++count) {
    EXPECT_LE(width_of(chain_svg(row(count, "a variable with a very long name"))), 970) << count;
  }
}

TEST(ChainTest, ALinkOverOthersBendsAroundThem) {
  auto structure = row(3, "box");
  structure.links.push_back({0, 2, Polarity::minus, false});
  const auto svg = chain_svg(structure);
  const std::regex minus(
      "M([0-9.]+) ([0-9.]+) Q([0-9.]+) ([0-9.]+) [^\"]*\" fill=\"none\" "
      "stroke=\"[^\"]*\" stroke-width=\"1.3\" stroke-dasharray");
  std::smatch found;
  ASSERT_TRUE(std::regex_search(svg, found, minus)) << svg;
  // Half a box of two lines of text is 19.5 high: a straight line would run through it.
  EXPECT_GT(std::abs(std::stod(found[4]) - std::stod(found[2])), 19.5);
}

TEST(ChainTest, DrawsNothingOfNothing) { EXPECT_NE(chain_svg({}).find("<svg"), std::string::npos); }

}  // namespace
}  // namespace slackwater::diagram
