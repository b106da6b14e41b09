#include "fixed/fixed_method.hpp"

namespace slackwater::run {

StockPasses::StockPasses(const FixedStep& at) : kernel_(at.block.kernel()), at_(at) {
  const program::Program& program = at.block.program();
  pass_.stocks = at.block.region(program.stocks);
  pass_.rates = at.block.region(program.rates);
  // At first the stocks are the state at the start of the step, and still in the cache.
  pass_.base = pass_.stocks;
  pass_.total = pass_.stocks;
  pass_.fault = at.block.fault();
  pass_.count = program.stocks.count;
  pass_.lanes = at.block.lanes();
}

void StockPasses::first_stage(double stage_factor, double total_factor) {
  pass_.next = at_.next;
  pass_.stage_factor = stage_factor;
  pass_.total_factor = total_factor;
  kernel_.stage(pass_);
  pass_.base = at_.base;
  pass_.total = at_.next;
}

void StockPasses::next_stage(double stage_factor, double total_factor) {
  pass_.stage_factor = stage_factor;
  pass_.total_factor = total_factor;
  kernel_.stage(pass_);
}

void StockPasses::finish(double factor) {
  pass_.next = at_.next;
  pass_.total_factor = factor;
  kernel_.finish(pass_);
}

}  // namespace slackwater::run
