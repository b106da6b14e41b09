#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/forms.hpp"
#include "slackwater/api/model.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/model/polarity.hpp"

namespace slackwater::api {

class ModelText;

struct Model::Implementation {
  base::SourcePtr source;
  model::Model model;
  /// What its rules and profiles are compiled from.
  std::shared_ptr<const Forms> forms;
  /// What listings print; null for a model that came packed.
  std::shared_ptr<const ModelText> text;
  /// What acts on what, for pictures: read off the equations, or packed.
  std::function<std::vector<model::SignedLink>(const Model&)> links;
  base::Diagnostics diagnostics;
};

/// The times and the method, for listings.
TimeInfo time_info(const model::TimeSettings& time);

/// Of what is said when a model is lowered again, that which loading it did not say: it is about
/// the overrides.
base::Diagnostics about_overrides(const Model::Implementation& model,
                                  const base::Diagnostics& lowered);

}  // namespace slackwater::api
