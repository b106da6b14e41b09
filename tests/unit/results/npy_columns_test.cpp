// What is no table is refused; that NumPy's own files are read right is tested with NumPy itself
// (tests/cli/test_npy_tables.py).

#include "slackwater/results/npy_columns.hpp"

#include <gtest/gtest.h>

#include <string>

#include "slackwater/results/file.hpp"

namespace slackwater::results {
namespace {

std::string npy(const std::string& header, const std::string& numbers, char version = 1) {
  std::string bytes = "\x93NUMPY";
  bytes += version;
  bytes += '\0';
  auto length = header.size();
  for (int digit = 0; digit < (version == 1 ? 2 : 4); ++digit) {
    bytes += static_cast<char>(length & 0xff);
    length >>= 8;
  }
  return bytes + header + numbers;
}

std::string refused(const std::string& bytes) {
  try {
    return "read as " + csv_of_npy_columns("draws.npy", bytes);
  } catch (const FileError& error) {
    EXPECT_TRUE(error.problem().starts_with("draws.npy: ")) << error.problem();
    EXPECT_FALSE(error.hint().empty());
    return error.problem().substr(11);
  }
}

// 1.5 and -2 as IEEE 754 says: 0x3ff8..., 0xc000...
const std::string kLittle("\0\0\0\0\0\0\xf8\x3f\0\0\0\0\0\0\0\xc0", 16);
const std::string kBig("\x3f\xf8\0\0\0\0\0\0\xc0\0\0\0\0\0\0\0", 16);

TEST(NpyColumnsTest, ReadsBothByteOrdersAndAllVersions) {
  const std::string shape = ", 'fortran_order': False, 'shape': (1, 2), }\n";
  for (const char version : {1, 2, 3}) {
    EXPECT_EQ(csv_of_npy_columns("a.npy", npy("{'descr': '<f8'" + shape, kLittle, version)),
              "1.5,-2\n");
    EXPECT_EQ(csv_of_npy_columns("a.npy", npy("{'descr': '>f8'" + shape, kBig, version)),
              "1.5,-2\n");
  }
  EXPECT_TRUE(begins_as_npy(npy("{}", "")));
  EXPECT_FALSE(begins_as_npy("price,volume\n"));
}

TEST(NpyColumnsTest, NamesFieldsAndSkipsPadding) {
  const std::string header =
      "{'descr': [('a', '|u1'), ('', '|V7'), (('Title, \\'q\\'', 'b[x,y]'), '<f8')], "
      "'fortran_order': False, 'shape': (1,), }";
  EXPECT_EQ(csv_of_npy_columns("a.npy",
                               npy(header, std::string("\x07.......", 8) + kLittle.substr(0, 8))),
            "\"a\",\"b[x,y]\"\n7,1.5\n");
}

TEST(NpyColumnsTest, RefusesWhatIsNoTable) {
  const auto plain = [](const std::string& type, const std::string& shape) {
    return npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + "}",
               kLittle);
  };
  EXPECT_EQ(refused(plain("<c16", "(1, 1)")),
            "holds '<c16', not real numbers of up to eight bytes");
  EXPECT_EQ(refused(plain("|O", "(1, 1)")), "holds '|O', not real numbers of up to eight bytes");
  EXPECT_EQ(refused(plain("<f8", "(2,)")), "holds an array of shape (2,), not of two axes");
  EXPECT_EQ(refused(plain("<f8", "()")), "holds an array of shape (), not of two axes");
  EXPECT_EQ(refused(plain("<f8", "(1, 1, 2)")),
            "holds an array of shape (1, 1, 2), not of two axes");
  EXPECT_EQ(refused(plain("<f8", "(2, 0)")), "holds no column of numbers");
  const auto fields = [](const std::string& descr, const std::string& shape) {
    return npy("{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + "}", kLittle);
  };
  EXPECT_EQ(refused(fields("[('a', '<U8')]", "(1,)")),
            "the field 'a' holds '<U8', not real numbers of up to eight bytes");
  EXPECT_EQ(
      refused(fields("[('a', '<f8', (2,))]", "(1,)")),
      "the field 'a' holds several values in each row, not real numbers of up to eight bytes");
  EXPECT_EQ(
      refused(fields("[('a', [('b', '<f8')])]", "(1,)")),
      "the field 'a' holds several values in each row, not real numbers of up to eight bytes");
  EXPECT_EQ(refused(fields("[('a', '<f8')]", "(1, 1)")),
            "holds a structured array of shape (1, 1), not of one axis");
}

TEST(NpyColumnsTest, RefusesDamagedFiles) {
  const std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }\n";
  const auto whole = npy(header, kLittle);
  ASSERT_EQ(csv_of_npy_columns("draws.npy", whole), "1.5,-2\n");
  for (std::size_t size = 6; size < whole.size(); ++size) {
    EXPECT_TRUE(refused(whole.substr(0, size)).starts_with("is damaged")) << size;
  }
  EXPECT_EQ(refused(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, "
                        "4294967296, 4294967296)}",
                        kLittle)),
            "is damaged: it ends before its last number");
  EXPECT_EQ(refused(npy(header, kLittle, 9)), "is of version 9 of the format, which is not known");
  for (const auto* broken : {"", "{", "{'descr'", "{'descr': '<f8'}", "{'shape': (1, 2)}",
                             "{'descr': [], 'shape': (1,)}", "{'other': 1}", "[1]",
                             "{'descr': '<f8', 'shape': (1, -2)}", "{'descr': [(('a', '<f8')]"}) {
    const auto why = refused(npy(broken, kLittle));
    EXPECT_TRUE(why.starts_with("is damaged") || why == "holds no column of numbers") << why;
  }
}

}  // namespace
}  // namespace slackwater::results
