# Writes player.html as a C++ source: cmake -DPLAYER=... -DEMBEDDED=... -P embed_player.cmake
file(READ "${PLAYER}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)"
                     "\\1\n" bytes "${bytes}")
file(
  WRITE "${EMBEDDED}"
  "#include \"player.hpp\"

namespace {

const unsigned char bytes[] = {
${bytes}0};

}  // namespace

std::string_view slackwater::player() {
  return {reinterpret_cast<const char*>(bytes), sizeof(bytes) - 1};
}
")
