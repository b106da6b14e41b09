#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/result.hpp"
#include "slackwater/results/run_table.hpp"

namespace slackwater::results {

/// Takes text piece by piece, so that a large table never stands in memory as text.
using TextSink = std::function<void(std::string_view)>;

/// Writes series as CSV: one line per save point, first column `time`, one column per saved
/// element.
///
/// A table of several runs is written in long form: the columns `policy`, `future` and `sample`
/// (counted from 0) follow `time`, and the runs stand below each other. An element of an array is
/// named `name[element]`, `name[a,b]` with two axes; such names are quoted as RFC 4180 says. Units
/// stay out of the file, so that the first line is the only one that is not numbers.
/// Guarantees: `\n` line ends; every number is the shortest text that reads back to the same bits,
/// `nan`, `inf` and `-inf` included (all NaN are one).
void write_csv(const RunTable& table, const TextSink& sink);
std::string to_csv(const RunTable& table);

/// Reads what `write_csv` wrote: every column becomes a variable without axes, named by its header.
///
/// An empty cell is NaN. Other people's files are welcome when their first column is called `time`.
/// Codes: E1301 broken quoting, E1302 wrong number of cells, E1303 not a number, E1304 header,
/// E1305 runs that do not fit together.
base::Result<RunTable> read_csv(const base::SourcePtr& source);

/// One cell with its place, so that whoever understands it can point at it.
struct CsvCell {
  std::string text;
  base::Span span;
};

/// Splits CSV text into rows of cells (RFC 4180: quotes, doubled quotes, line ends in quotes).
///
/// Accepts `\n` and `\r\n`, a byte order mark, and a last line without line end; blank lines are
/// skipped.
base::Result<std::vector<std::vector<CsvCell>>> parse_csv(const base::SourcePtr& source);

}  // namespace slackwater::results
