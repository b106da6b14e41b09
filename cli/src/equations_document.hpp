#pragma once

#include <string>

#include "slackwater/api/model.hpp"

namespace slackwater::cli {

/// A model's equations as a text to read or to put into a paper: what the model and its sections
/// say, time and dimensions, and each equation with unit, words, range and source.
///
/// LaTeX comes without a preamble, for `\input`; what the model's texts hold is escaped.
std::string equations_document(const api::Model& model, api::EquationFormat format);

}  // namespace slackwater::cli
