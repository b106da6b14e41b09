#include "slackwater/base/diagnostic.hpp"

#include <algorithm>
#include <tuple>

namespace slackwater::base {

Diagnostic& Diagnostics::add(Diagnostic diagnostic) {
  entries_.push_back(std::move(diagnostic));
  return entries_.back();
}

Diagnostic& Diagnostics::error(std::string code, std::string message, Place place,
                               std::string hint) {
  return add({Severity::error,
              std::move(code),
              std::move(message),
              std::move(place),
              std::move(hint),
              {}});
}

Diagnostic& Diagnostics::warning(std::string code, std::string message, Place place,
                                 std::string hint) {
  return add({Severity::warning,
              std::move(code),
              std::move(message),
              std::move(place),
              std::move(hint),
              {}});
}

void Diagnostics::append(const Diagnostics& other) {
  entries_.insert(entries_.end(), other.entries_.begin(), other.entries_.end());
}

int Diagnostics::error_count() const {
  return static_cast<int>(std::count_if(entries_.begin(), entries_.end(), [](const Diagnostic& d) {
    return d.severity == Severity::error;
  }));
}

int Diagnostics::warning_count() const {
  return static_cast<int>(std::count_if(entries_.begin(), entries_.end(), [](const Diagnostic& d) {
    return d.severity == Severity::warning;
  }));
}

bool Diagnostics::has_errors() const { return error_count() > 0; }

void Diagnostics::promote(std::string_view code) {
  for (auto& entry : entries_) {
    if (entry.code == code && entry.severity == Severity::warning) {
      entry.severity = Severity::error;
    }
  }
}

void Diagnostics::sort() {
  // Several texts may share a name, each a part of one file behind blank lines: their offsets do
  // not compare, their lines and columns do.
  struct Placed {
    Position at;
    Diagnostic entry;
  };
  std::vector<Placed> placed;
  placed.reserve(entries_.size());
  for (auto& entry : entries_) {
    const auto& [source, span] = entry.place;
    const auto at = source ? source->position(span.begin) : Position{0, 0};
    placed.push_back({at, std::move(entry)});
  }
  const auto key = [](const Placed& p) {
    const auto& d = p.entry;
    const std::string_view name = d.place.source ? std::string_view(d.place.source->name()) : "";
    return std::make_tuple(name, p.at.line, p.at.column, d.place.span.end - d.place.span.begin,
                           std::string_view(d.code), std::string_view(d.message), d.severity);
  };
  std::stable_sort(placed.begin(), placed.end(),
                   [&](const Placed& a, const Placed& b) { return key(a) < key(b); });
  const auto same = [&](const Placed& a, const Placed& b) { return key(a) == key(b); };
  placed.erase(std::unique(placed.begin(), placed.end(), same), placed.end());
  entries_.clear();
  for (auto& p : placed) entries_.push_back(std::move(p.entry));
}

}  // namespace slackwater::base
