#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "slackwater/language/parser.hpp"
#include "slackwater/language/printer.hpp"

/// Any bytes: the parser answers with messages or with a tree that survives format and parse.
namespace {

using namespace slackwater;

language::SyntaxTree parse(const char* name, std::string text, base::Diagnostics& diagnostics) {
  auto source = std::make_shared<base::SourceText>(name, std::move(text));
  return language::parse_model(std::move(source), diagnostics);
}

void require(bool holds, const char* what, const std::string& text) {
  if (holds) return;
  std::fprintf(stderr, "%s\n%s\n", what, text.c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  base::Diagnostics diagnostics;
  const auto tree =
      parse("input", std::string(reinterpret_cast<const char*>(data), size), diagnostics);
  base::render(diagnostics);
  if (diagnostics.has_errors()) return 0;
  const auto text = language::format(tree);
  base::Diagnostics second;
  const auto again = parse("formatted", text, second);
  require(!second.has_errors(), "the formatted text does not parse", text);
  require(language::same(tree, again), "the formatted text means something else", text);
  require(language::format(again) == text, "formatting twice changes the text", text);
  return 0;
}
