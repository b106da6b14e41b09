#include <fmt/format.h>

#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include "emit.hpp"
#include "slackwater/model/lower.hpp"
#include "synthetic_model.hpp"

// bench_emit [--model FILE] MODEL_OUT HEADER_OUT: writes the model's text (the synthetic one
// without --model) and the C++ that the baselines compile.
int main(int count, char** arguments) {
  using namespace slackwater;
  std::string text = bench::synthetic_model();
  std::string name = "synthetic.sd";
  int next = 1;
  if (count > 2 && std::strcmp(arguments[1], "--model") == 0) {
    name = arguments[2];
    std::ifstream file(name);
    std::stringstream stream;
    stream << file.rdbuf();
    text = stream.str();
    next = 3;
    if (!file) {
      std::cerr << "bench_emit: cannot read '" << name << "'\n";
      return 4;
    }
  }
  if (count != next + 2) {
    std::cerr << "usage: bench_emit [--model FILE] MODEL_OUT HEADER_OUT\n";
    return 2;
  }
  const auto model = model::load(std::make_shared<base::SourceText>(name, text));
  if (!model) {
    std::cerr << base::render(model.diagnostics());
    return 3;
  }
  if (const std::string reason = bench::why_not(*model); !reason.empty()) {
    std::cerr << "bench_emit: " << name << ": " << reason << '\n';
    return 3;
  }
  std::ofstream(arguments[next]) << text;
  std::ofstream(arguments[next + 1]) << bench::emit_cpp(*model);
  return 0;
}
