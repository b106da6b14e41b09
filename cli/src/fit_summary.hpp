#pragma once

#include <string>

#include "slackwater/api/fit.hpp"

namespace slackwater::cli {

/// A fit for people: targets, parameters, what is missed and what the targets leave open.
std::string fit_summary(const api::Fit& fit);

}  // namespace slackwater::cli
