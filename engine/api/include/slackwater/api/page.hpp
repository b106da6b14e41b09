#pragma once

#include <string>
#include <string_view>

#include "slackwater/api/scenario.hpp"

namespace slackwater::api {

struct PageOptions {
  /// The page's program, with a slot for the payload: the file `player.html`.
  std::string_view player;
  std::size_t samples = 100;  ///< of the uncertainty, at most so many are in the page
  std::string command;        ///< how to repeat it; empty: as the comparison says
};

/// What a what-if page is made of, as JSON: the model's text, policies, futures, levers,
/// indicators, samples, story, claims and the fingerprints of `comparison`.
///
/// Guarantees: the same comparison gives the same text; a page that runs a policy under a future as
/// it stands gets the fingerprint that is named here.
base::Result<std::string> page_payload(const Scenario& scenario,
                                       const results::Comparison& comparison,
                                       const PageOptions& options = {});

/// Whether a player has the slot for a scenario: E9041 for one that has none, or an empty one.
base::Diagnostics check_player(std::string_view player);

/// The same, packed, in one HTML file that needs no network and no server.
///
/// Errors: those of check_player, page_payload and packed_text.
base::Result<std::string> page(const Scenario& scenario, const results::Comparison& comparison,
                               const PageOptions& options);

}  // namespace slackwater::api
