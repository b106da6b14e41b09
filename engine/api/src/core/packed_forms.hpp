#pragma once

#include <string>
#include <vector>

#include "core/forms.hpp"

namespace slackwater::api {

/// The forms that came with a packed model. Under overrides it finds the form whose rules are
/// theirs, or has others too, which numbers then replace.
class PackedForms : public Forms {
 public:
  struct Form {
    std::vector<model::Override> rules;
    std::string difference;
  };

  PackedForms(base::SourcePtr source, std::string bytes, std::vector<Form> forms);

  base::Result<model::Model> under(const std::vector<model::Override>& overrides) const override;
  /// None: a packed model's settings are numbers already, or rules.
  base::Result<double> constant(const base::SourcePtr& source, base::Span span,
                                const model::Model& model, std::string_view unit) const override;

 private:
  const Form* find(const std::vector<const model::Override*>& rules) const;

  base::SourcePtr source_;
  std::string bytes_;
  std::vector<Form> forms_;  ///< first the model as it stands
};

}  // namespace slackwater::api
