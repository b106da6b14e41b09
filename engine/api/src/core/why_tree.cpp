#include <algorithm>
#include <cmath>
#include <set>

#include "slackwater/api/why.hpp"

namespace slackwater::api {
namespace {

// Far more than a chain of variables that only pass on one cause.
constexpr int kLongestChain = 50;

std::string plain(const std::string& name) { return name.substr(0, name.find('[')); }

class TreeOfCauses {
 public:
  TreeOfCauses(const Why& why, const WhyOptions& options) : why_(why), options_(options) {}

  // Everything that is worth following is followed, until the depth is reached.
  void follow(Explanation& explanation, int depth, int chain) {
    if (explanation.causes.empty() || chain == 0) return;
    const double largest = std::abs(explanation.causes.front().contribution);
    std::size_t followed = 0;
    const bool added = path_.insert(plain(explanation.variable)).second;
    const int left = explanation.causes.size() == 1 ? depth : depth - 1;
    for (auto& cause : explanation.causes) {
      if (cause.leaf) continue;
      if (std::abs(cause.contribution) < options_.share * largest) break;
      if (path_.contains(plain(cause.name))) {
        cause.above = "feedback";
      } else if (left > 0 && followed < options_.most) {
        followed += open(cause, left, chain) ? 1 : 0;
      }
    }
    if (added) path_.erase(plain(explanation.variable));
  }

 private:
  bool open(Cause& cause, int depth, int chain) {
    auto because = why_.explain(cause);
    if (because.extent == Extent::instant && !explained_.insert(because.variable).second) {
      cause.above = "repeated";
      return false;
    }
    follow(because, depth, chain - 1);
    cause.because = std::make_shared<const Explanation>(std::move(because));
    return true;
  }

  const Why& why_;
  const WhyOptions& options_;
  std::set<std::string> path_;       // being explained, from the root to here
  std::set<std::string> explained_;  // at the instant of the root
};

}  // namespace

base::Result<Explanation> Why::tree(const std::string& variable, double time,
                                    const WhyOptions& options) const {
  auto root = explain(variable, time);
  if (!root) return root;
  TreeOfCauses(*this, options).follow(*root, options.depth, kLongestChain);
  return root;
}

}  // namespace slackwater::api
