#pragma once

#include <string_view>
#include <vector>

#include "slackwater/base/result.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::api {

/// The forms that a model takes under overrides. A model that was read from its text is lowered
/// again; one that came packed has the forms that came with it.
class Forms {
 public:
  Forms() = default;
  Forms(const Forms&) = delete;
  Forms& operator=(const Forms&) = delete;
  virtual ~Forms() = default;

  /// The model with all of them in place; of two for one element the later one counts.
  virtual base::Result<model::Model> under(const std::vector<model::Override>& overrides) const = 0;
  /// A text as one number in `unit`, see model::constant_value.
  virtual base::Result<double> constant(const base::SourcePtr& source, base::Span span,
                                        const model::Model& model, std::string_view unit) const = 0;
};

}  // namespace slackwater::api
