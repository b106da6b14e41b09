#pragma once

#include <optional>
#include <string>
#include <vector>

#include "slackwater/base/diagnostic.hpp"

namespace slackwater::model::lowering {

/// One cell of a CSV text without its quotes, and where it stands.
struct CsvCell {
  std::string text;
  base::Span span;
};

/// The rows of a CSV text: comma-separated, cells may be in double quotes; empty lines are left
/// out.
///
/// A quote that is not closed, or text behind one that is, is an error (E0714).
std::vector<std::vector<CsvCell>> read_csv(const base::SourcePtr& source,
                                           base::Diagnostics& diagnostics);

}  // namespace slackwater::model::lowering
