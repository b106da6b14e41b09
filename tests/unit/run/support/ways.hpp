#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "support/simulation.hpp"

namespace slackwater::run::test {

/// One body for every way to execute a model: the reference interpreter, a narrow block, a wide
/// block.
struct Way {
  std::string name;
  std::function<RunSeries(const Simulation&)> run;
};

inline std::vector<Way> ways() {
  return {{"reference", [](const Simulation& s) { return s.reference(s.variant()); }},
          {"narrow", [](const Simulation& s) { return s.run({1, InstructionSet::best, {}}); }},
          {"wide", [](const Simulation& s) { return s.run({32, InstructionSet::best, {}}); }}};
}

/// ways() without the reference, which has no adaptive methods.
inline std::vector<Way> engine_ways() {
  auto all = ways();
  all.erase(all.begin());
  return all;
}

}  // namespace slackwater::run::test
