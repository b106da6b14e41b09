// A stranger's program: loads a model from text, runs it, and knows the answer. Halving 64 six
// times with Euler's method is exact in binary arithmetic.
#include <cstdio>

#include "slackwater/api/model.hpp"
#include "slackwater/api/run.hpp"

int main() {
  const auto loaded = slackwater::api::load_model("decay.sd", R"(model "Decay"

time week from 0 to 6 step 1 save 1 method euler

unit item

parameter rate: 1/week = 0.5

stock backlog: item = 64
    outflow completions

flow completions: item/week = rate * backlog
)");
  if (!loaded) {
    for (const auto& entry : loaded.diagnostics().entries()) {
      std::fprintf(stderr, "%s\n", entry.message.c_str());
    }
    return 1;
  }
  const auto table = slackwater::api::run(*loaded);
  if (!table) return 2;
  const auto* backlog = table->find("backlog");
  if (backlog == nullptr) return 3;
  const double last = table->series(*backlog, 0).back();
  std::printf("slackwater %s: backlog after six weeks is %g\n",
              std::string(slackwater::api::version()).c_str(), last);
  return last == 1.0 ? 0 : 4;
}
