#pragma once

#include <string>
#include <vector>

#include "slackwater/api/run.hpp"

namespace slackwater::api {

/// The form that a packed model takes under rules and profiles.
struct PackedForm {
  std::vector<Setting> rules;  ///< in the order in which they apply; no numbers
  std::string difference;      ///< base::byte_difference of its bytes from the model's
};

/// A model for an engine without the language: what a page carries.
///
/// Any numbers may be set over any form; rules and profiles only as some run had them. A lever that
/// a rule moves takes a number like any other.
struct PackedModel {
  std::string name;   ///< the name that messages show
  std::string text;   ///< what messages point into
  std::string bytes;  ///< model::pack of the model as it stands
  std::string links;  ///< what acts on what, for its pictures
  std::vector<PackedForm> forms;
};

/// With the forms for the settings of all these runs. Not part of the browser build.
base::Result<PackedModel> pack_model(const Model& model,
                                     const std::vector<std::vector<Setting>>& runs);

/// A model that runs as the one that was packed, bit by bit; it has no equations to print.
///
/// Errors: E9050 when the bytes are damaged.
base::Result<Model> load_packed(PackedModel packed);

}  // namespace slackwater::api
