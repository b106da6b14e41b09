#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/source_text.hpp"

namespace slackwater::base {

enum class Severity { error, warning, note };

/// A second place that explains a diagnostic: "declared here", "its unit comes from here".
struct DiagnosticNote {
  std::string message;
  Place place;
};

/// One message about a text: where, what is wrong, and what to do about it.
struct Diagnostic {
  Severity severity = Severity::error;
  /// A stable code such as "E0204"; each has a section in docs/reference/errors.md.
  std::string code;
  /// Lower case, no full stop; names are put in single quotes.
  std::string message;
  Place place;
  /// One remedy that can be acted on; empty when there is none.
  std::string hint;
  std::vector<DiagnosticNote> notes;
};

/// Collects what is said about one or several texts, so that all errors are reported in one go.
class Diagnostics {
 public:
  /// Adds a diagnostic and returns it, so that a hint or notes can be attached.
  Diagnostic& add(Diagnostic diagnostic);
  Diagnostic& error(std::string code, std::string message, Place place, std::string hint = {});
  Diagnostic& warning(std::string code, std::string message, Place place, std::string hint = {});
  void append(const Diagnostics& other);

  bool has_errors() const;
  int error_count() const;
  int warning_count() const;
  bool empty() const { return entries_.empty(); }
  const std::vector<Diagnostic>& entries() const { return entries_; }

  /// Turns every warning that `code` names into an error (`--strict-units`).
  void promote(std::string_view code);
  /// Orders by source name, then place; equal entries are kept once.
  void sort();

 private:
  std::vector<Diagnostic> entries_;
};

struct RenderOptions {
  bool color = false;
};

/// `name:line:column: error: message [code]`, the line, a caret as wide as the span, notes, the
/// hint.
std::string render(const Diagnostic& diagnostic, RenderOptions options = {});
std::string render(const Diagnostics& diagnostics, RenderOptions options = {});

/// The candidate most like `name` by edit distance, or empty when none is close enough to suggest.
std::string closest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace slackwater::base
