#include "terminal_claims.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "claim_words.hpp"

namespace slackwater::report {
namespace {

std::string numbers_of(const results::Claim& claim) {
  std::string text = claim.numbers;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (claim.share) {
    std::string part = fmt::format("in {} of {} samples ({} to {})", percent_text(*claim.share),
                                   claim.samples_tested, percent_text(claim.share_low),
                                   percent_text(claim.share_high));
    if (claim.required_share) part += ", asked for: " + percent_text(*claim.required_share);
    add(part);
  }
  for (const auto& part : {failed_samples_text(claim), untested_share_text(claim)}) {
    if (!part.empty()) add(part);
  }
  if (!claim.fragile.empty()) add("fragile: " + claim.fragile);
  if (!claim.note.empty()) add(claim.note);
  return text;
}

}  // namespace

void print_claims(TerminalText& text, const results::Comparison& comparison) {
  const auto& claims = comparison.claims;
  if (claims.empty()) return;
  text.line(text.toned(claim_count_text(claims), Tone::bold));
  std::size_t id_width = 0;
  for (const auto& claim : claims) id_width = std::max(id_width, columns(claim.id));
  id_width = std::min<std::size_t>(id_width, 22);
  for (const auto& claim : claims) {
    const auto mark = claim_mark(claim);
    const auto sign = text.shown(mark.sign);
    const auto indent = columns(sign) + id_width + 2;
    std::string words = text.shown(claim.text);
    if (!mark.good) words += " [" + mark.words + "]";
    auto lines = broken(words, text.width() - indent);
    if (lines.empty()) lines.emplace_back();
    text.line(text.toned(sign, mark.good ? Tone::good : Tone::bad) + " " +
              left(text.cut(text.shown(claim.id), id_width), id_width) + " " + lines.front());
    for (std::size_t i = 1; i < lines.size(); ++i) text.line(std::string(indent, ' ') + lines[i]);
    text.paragraph(numbers_of(claim), indent, Tone::soft);
  }
}

}  // namespace slackwater::report
