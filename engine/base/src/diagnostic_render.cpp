#include <algorithm>
#include <string>

#include "slackwater/base/diagnostic.hpp"

namespace slackwater::base {
namespace {

constexpr std::string_view kReset = "\x1b[0m";

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

std::string_view color_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "\x1b[1;31m";
    case Severity::warning:
      return "\x1b[1;35m";
    case Severity::note:
      break;
  }
  return "\x1b[1;36m";
}

void render_header(std::string& out, Severity severity, const Place& place,
                   std::string_view message, std::string_view code, RenderOptions options) {
  if (place.source) {
    const auto at = place.source->position(place.span.begin);
    out += place.source->name() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
           ": ";
  }
  if (options.color) out += color_of(severity);
  out += word(severity);
  if (options.color) out += kReset;
  out += ": ";
  out += message;
  if (!code.empty()) (out += " [").append(code) += "]";
  out += "\n";
}

// A line of a generated text may be megabytes long: only the part around the span is shown.
constexpr std::size_t kLongestExcerpt = 200;

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

/// The bytes to leave out at the start of a long line so that `offset` is seen.
std::size_t bytes_to_skip(std::string_view line, std::size_t offset) {
  if (line.size() <= kLongestExcerpt || offset < kLongestExcerpt / 2) return 0;
  auto skip = std::min(offset - kLongestExcerpt / 4, line.size() - kLongestExcerpt / 2);
  while (skip < offset && continues_code_point(line[skip])) ++skip;
  return skip;
}

std::string_view clipped(std::string_view line) {
  if (line.size() <= kLongestExcerpt) return line;
  auto size = kLongestExcerpt;
  while (size > 0 && continues_code_point(line[size])) --size;
  return line.substr(0, size);
}

// The caret line repeats the tabs of the text before it, so that it lines up at any tab width.
void render_excerpt(std::string& out, const Place& place, Severity severity,
                    RenderOptions options) {
  if (!place.source) return;
  const auto& source = *place.source;
  const auto at = source.position(place.span.begin);
  auto whole = source.line(at.line);
  auto line_start = source.line_start(at.line);
  if (at.line == 1 && whole.substr(0, 3) == "\xEF\xBB\xBF") {
    whole.remove_prefix(3);
    line_start += 3;
  }
  const auto begin = std::max(place.span.begin, line_start);
  const auto skip = bytes_to_skip(whole, std::min<std::size_t>(begin - line_start, whole.size()));
  const auto start = line_start + static_cast<std::uint32_t>(skip);
  const auto line = clipped(whole.substr(skip));
  const std::string_view cut = skip > 0 ? "..." : "";
  const auto number = std::to_string(at.line);
  const std::string gutter(std::max<std::size_t>(5, number.size()) - number.size(), ' ');
  out += gutter + number + " | " + std::string(cut) + std::string(line) +
         (skip + line.size() < whole.size() ? "...\n" : "\n");
  out += std::string(gutter.size() + number.size(), ' ') + " | " + std::string(cut.size(), ' ');
  const auto offset = std::min<std::size_t>(begin - start, line.size());
  for (const char c : line.substr(0, offset)) {
    if (!continues_code_point(c)) out += c == '\t' ? '\t' : ' ';
  }
  const auto end = std::min<std::size_t>(
      place.span.end > begin ? place.span.end - start : offset + 1, line.size());
  std::size_t width = 0;
  for (auto i = offset; i < end; ++i) {
    if (!continues_code_point(line[i])) ++width;
  }
  if (options.color) out += color_of(severity);
  out += std::string(std::max<std::size_t>(width, 1), '^');
  if (options.color) out += kReset;
  out += "\n";
}

}  // namespace

std::string render(const Diagnostic& diagnostic, RenderOptions options) {
  std::string out;
  render_header(out, diagnostic.severity, diagnostic.place, diagnostic.message, diagnostic.code,
                options);
  render_excerpt(out, diagnostic.place, diagnostic.severity, options);
  for (const auto& note : diagnostic.notes) {
    render_header(out, Severity::note, note.place, note.message, {}, options);
    render_excerpt(out, note.place, Severity::note, options);
  }
  if (!diagnostic.hint.empty()) out += "   hint: " + diagnostic.hint + "\n";
  return out;
}

std::string render(const Diagnostics& diagnostics, RenderOptions options) {
  std::string out;
  for (const auto& entry : diagnostics.entries()) out += render(entry, options);
  return out;
}

}  // namespace slackwater::base
