#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "briefing/parts.hpp"
#include "claim_words.hpp"
#include "markup.hpp"

namespace slackwater::report {
namespace {

std::string share_html(const results::Claim& claim) {
  if (!claim.share) {
    const auto untested = untested_share_text(claim);
    return untested.empty() ? "" : " The " + untested + ".";
  }
  std::string html = fmt::format(
      " In {} of {} samples ({} to {})",
      traced({"share", claim.id, "", "", ""}, *claim.share, percent_text(*claim.share)),
      claim.samples_tested, percent_text(claim.share_low), percent_text(claim.share_high));
  if (claim.required_share) html += "; asked for: " + percent_text(*claim.required_share);
  const auto failed = failed_samples_text(claim);
  if (!failed.empty()) html += "; " + failed;
  return html + ".";
}

// "<=" and "*" as they are printed in books.
std::string in_print(std::string text) {
  constexpr std::array<std::array<const char*, 2>, 4> kSigns = {
      {{" <= ", " \u2264 "}, {" >= ", " \u2265 "}, {" == ", " = "}, {" * ", " \u00d7 "}}};
  for (const auto& [written, printed] : kSigns) {
    const std::string_view sign(written);
    for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at)) {
      text.replace(at, sign.size(), printed);
    }
  }
  return text;
}

std::string claim_item(const results::Claim& claim) {
  const auto mark = claim_mark(claim);
  std::string html = fmt::format(
      "<li data-claim=\"{}\" data-verdict=\"{}\"><b class=\"{}\">{}\u00a0{}</b> <b>{}</b> {}<div "
      "class=\"soft\">{}",
      escaped(claim.id), results::name(claim.verdict), mark.good ? "better" : "worse", mark.sign,
      mark.words, escaped(claim.id), escaped(sentence(claim.text)),
      escaped(sentence(in_print(claim.numbers))));
  html += share_html(claim);
  if (!claim.fragile.empty()) {
    html += " <b>Fragile</b>: <span class=\"note\">" + escaped(sentence(claim.fragile)) + "</span>";
  }
  if (!claim.note.empty())
    html += " <span class=\"note\">" + escaped(sentence(claim.note)) + "</span>";
  if (!claim.source.empty()) html += " <em>" + escaped(claim.source) + "</em>";
  return html + "</div></li>";
}

}  // namespace

std::string claim_section(const Page& page) {
  const auto& claims = page.comparison.claims;
  std::string html =
      "<section data-section=\"claims\"><h2>What was claimed, and whether it holds</h2>";
  if (claims.empty()) {
    return html + "<p>The scenario file claims nothing that could fail.</p></section>";
  }
  const bool shares =
      std::ranges::any_of(claims, [](const auto& c) { return c.share.has_value(); });
  constexpr std::size_t kMany = 10;
  html += fmt::format("<p>{}.{}</p><ol class=\"claims{}\">", claim_count_text(claims),
                      shares ? " In brackets: where a share lies with 95 % confidence." : "",
                      claims.size() > kMany ? " many" : "");
  for (const auto& claim : claims) html += claim_item(claim);
  return html + "</ol></section>";
}

}  // namespace slackwater::report
