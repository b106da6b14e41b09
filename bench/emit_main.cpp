#include <fstream>
#include <iostream>

#include "emit.hpp"
#include "model_file.hpp"
#include "synthetic_model.hpp"

// bench_emit MODEL HEADER_OUT: writes the C++ that the baselines compile.
// bench_emit --synthetic MODEL HEADER_OUT: makes the synthetic model first.
int main(int count, char** arguments) {
  using namespace slackwater;
  const bool synthetic = count == 4 && std::string_view(arguments[1]) == "--synthetic";
  if (count != (synthetic ? 4 : 3)) {
    std::cerr << "usage: bench_emit [--synthetic] MODEL HEADER_OUT\n";
    return 2;
  }
  const std::string name = arguments[count - 2];
  if (synthetic) std::ofstream(name) << bench::synthetic_model();
  const auto model = bench::load_model(name);
  if (const std::string reason = bench::why_not(model); !reason.empty()) {
    std::cerr << "bench_emit: " << name << ": " << reason << '\n';
    return 3;
  }
  std::ofstream(arguments[count - 1]) << bench::emit_cpp(model);
  return 0;
}
