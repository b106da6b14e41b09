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
  const auto key = [](const Diagnostic& d) {
    const std::string_view name = d.place.source ? std::string_view(d.place.source->name()) : "";
    return std::make_tuple(name, d.place.span.begin, d.place.span.end, std::string_view(d.code),
                           std::string_view(d.message));
  };
  std::stable_sort(entries_.begin(), entries_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  const auto same = [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
}

}  // namespace slackwater::base
