#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/forms.hpp"
#include "slackwater/api/model.hpp"
#include "slackwater/language/syntax_tree.hpp"

namespace slackwater::api {

/// The tree stays with the model: rules and profiles lower it again, listings print its equations.
class ModelText : public Forms {
 public:
  /// `options.read_file` keeps what it read in `files`, so that lowering again opens nothing.
  ModelText(language::SyntaxTree tree, LoadOptions options,
            std::shared_ptr<const std::map<std::string, std::string>> files);

  base::Result<model::Model> under(const std::vector<model::Override>& overrides) const override;
  base::Result<double> constant(const base::SourcePtr& source, base::Span span,
                                const model::Model& model, std::string_view unit) const override;

  /// The model as it stands; `parsing` is what the parser said about the tree.
  base::Result<model::Model> as_it_stands(const base::Diagnostics& parsing) const;

  const language::SyntaxTree& tree() const { return tree_; }
  const std::map<std::string, std::string>& files() const { return *files_; }

 private:
  language::SyntaxTree tree_;
  LoadOptions options_;
  std::shared_ptr<const std::map<std::string, std::string>> files_;
};

}  // namespace slackwater::api
