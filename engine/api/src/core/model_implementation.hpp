#pragma once

#include <map>
#include <memory>
#include <string>

#include "slackwater/api/model.hpp"
#include "slackwater/language/syntax_tree.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::api {

/// The tree stays with the model: rules and profiles lower it again, listings print its equations.
struct Model::Implementation {
  base::SourcePtr source;
  language::SyntaxTree tree;
  model::Model model;
  /// Its read_file keeps what it read in `files`, so that lowering again opens nothing.
  LoadOptions options;
  std::shared_ptr<std::map<std::string, std::string>> files;
  base::Diagnostics diagnostics;
};

/// The times and the method, for listings.
TimeInfo time_info(const model::TimeSettings& time);

/// The options under which a model's tree is lowered again with overrides.
model::LowerOptions lower_options(const LoadOptions& options);

/// Of what is said when a model is lowered again, that which loading it did not say: it is about
/// the overrides.
base::Diagnostics about_overrides(const Model::Implementation& model,
                                  const base::Diagnostics& lowered);

}  // namespace slackwater::api
