#include "slackwater/base/base64.hpp"

#include <gtest/gtest.h>

namespace slackwater::base {
namespace {

// Source: the test vectors of RFC 4648, section 10.
TEST(Base64Test, TheVectorsOfTheStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Base64Test, AllBitsOfAByteAreKept) { EXPECT_EQ(base64("\xFB\xFF\xBF"), "+/+/"); }

}  // namespace
}  // namespace slackwater::base
