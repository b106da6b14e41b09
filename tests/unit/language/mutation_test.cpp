#include <array>
#include <cstdint>

#include "parsing.hpp"

namespace slackwater::language {
namespace {

constexpr std::array<const char*, 3> kSeeds = {
    "model \"Seed\"\n"
    "time week from 0 to 260 step 1/16 save 1 method rk4\n"
    "unit item, items \"piece of work\"\n"
    "unit quarter = 13 week  # scaled\n"
    "dimension level = team, system maps to site {team: here, system: there}\n"
    "# a comment above\n"
    "lever target: 1 = 0.85 range 0.5 .. 1.0 ~ lognormal(median = 40, p95 = 70)\n"
    "    \"Share of capacity.\"\n"
    "    source \"assumed\"\n",
    "stock obstacle[kind, level]: 1 = {\n"
    "        policy: {team: 0.38, system: 0.55},  # inside\n"
    "        other: 0.42 }\n"
    "    inflow  drift\n"
    "    outflow removal\n"
    "flow drift[kind, level]: 1/week =\n"
    "    base * (1 - obstacle[kind, level])^2 - 3 [1/week] # end\n"
    "aux debt: 1 = mean(severity[*]) + sum(w[k] * x[k] for k in kind)\n",
    "lookup effect(pressure: 1): 1 = (0, 1) (0.8, 1) (1, 1.6) clamp\n"
    "function share(part: item, whole: item): 1 = if whole > 0 then part / whole else 5 %\n"
    "data demand: item/week from \"demand.csv\" column \"demand\" linear\n"
    "indicator lead: day = (backlog / rate) as day better down\n"
    "check sum(share[*]) == 1 and not a >= b within 1e-9\n"};

constexpr std::array<const char*, 24> kScraps = {
    "(",   ")",      "[",           "]",        "{",   "}",     "\"",       "#",
    "\n",  "\n    ", "..",          "=",        "==",  "~",     "^",        "-",
    "if ", " then ", " for i in k", " as week", "5 %", "1e999", "\xC3\xA9", "\r\n"};

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 7) {}

  std::string mutated(std::string text) {
    for (auto times = 1 + below(4); times > 0; --times) mutate(text);
    return text;
  }
  std::size_t below(std::size_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return (state_ >> 11) % limit;
  }

 private:
  void mutate(std::string& text) {
    const auto at = below(text.size() + 1);
    const auto length = std::min(below(12), text.size() - at);
    switch (below(5)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, kScraps[below(kScraps.size())]);
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 3:
        text.insert(below(text.size() + 1), text.substr(at, length));
        break;
      default:
        text.resize(at);
    }
  }

  std::uint64_t state_;
};

TEST(MutationTest, DamagedTextsGiveMessagesOrRoundTrips) {
  int clean = 0;
  constexpr int kTexts = 6000;
  for (int i = 0; i < kTexts; ++i) {
    Mutator mutator(static_cast<std::uint64_t>(i));
    const std::string seed = kSeeds[static_cast<std::size_t>(i) % kSeeds.size()];
    const auto text = mutator.mutated(seed);
    const auto parsed = parse(text);
    for (const auto& entry : parsed.diagnostics.entries()) {
      ASSERT_FALSE(entry.message.empty());
      ASSERT_EQ(entry.code.substr(0, 3), "E01");
      ASSERT_LE(entry.place.span.begin, entry.place.span.end);
      ASSERT_LE(entry.place.span.end, text.size());
    }
    ASSERT_FALSE(parsed.diagnostics.has_errors() && parsed.messages().empty());
    if (parsed.diagnostics.has_errors()) continue;
    SCOPED_TRACE(text);
    expect_round_trip(parsed.tree);
    if (HasFatalFailure()) return;
    ++clean;
  }
  // Some damage leaves a readable model, most does not; both paths must be walked.
  EXPECT_GT(clean, kTexts / 50);
  EXPECT_LT(clean, kTexts / 2);
}

}  // namespace
}  // namespace slackwater::language
