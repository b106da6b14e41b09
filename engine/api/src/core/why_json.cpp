#include "core/json_text.hpp"
#include "slackwater/api/why.hpp"

namespace slackwater::api {
namespace {

void write(const Explanation& explanation, bool series, JsonText& out);

void write(const Cause& cause, bool series, JsonText& out) {
  out.object();
  out.member("name", cause.name).member("kind", cause.kind).member("elements", cause.elements);
  out.member("unit", cause.unit).member("value", cause.value).member("against", cause.against);
  out.member("contribution", cause.contribution).member("through", cause.through);
  out.member("leaf", cause.leaf).member("above", cause.above);
  if (series) {
    out.member("series", cause.series).member("against_series", cause.against_series);
  }
  if (cause.because) {
    out.key("because");
    write(*cause.because, series, out);
  }
  out.end();
}

void write(const Explanation& explanation, bool series, JsonText& out) {
  out.object();
  out.member("variable", explanation.variable).member("kind", explanation.kind);
  out.member("elements", explanation.elements).member("unit", explanation.unit);
  out.member("better", explanation.better).member("extent", name(explanation.extent));
  out.member("time", explanation.time).member("time_unit", explanation.time_unit);
  out.member("value", explanation.value).member("against", explanation.against);
  out.member("difference", explanation.difference);
  out.key("causes").array();
  for (const auto& cause : explanation.causes) write(cause, series, out);
  out.end();
  out.member("rest", explanation.rest).member("exact", explanation.exact);
  out.member("possible", explanation.possible);
  if (series) {
    out.member("series", explanation.series).member("against_series", explanation.against_series);
  }
  out.end();
}

}  // namespace

std::string why_json(const Explanation& explanation, bool series) {
  JsonText out;
  write(explanation, series, out);
  return out.take();
}

}  // namespace slackwater::api
