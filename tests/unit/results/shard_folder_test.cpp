#include "slackwater/results/shard_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <functional>
#include <random>

#include "example_shards.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/shard.hpp"
#include "temporary_folder.hpp"

namespace slackwater::results {
namespace {

namespace fs = std::filesystem;

class ShardFolderTest : public FolderTest {
 protected:
  ShardFolder folder() const { return ShardFolder::create(path("out"), plan_); }
  static std::string message_of(const std::function<void()>& act) {
    try {
      act();
    } catch (const FileError& error) {
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    ADD_FAILURE() << "no error";
    return "";
  }

  std::string plan_ = R"({"seed": 7})";
};

TEST_F(ShardFolderTest, KeepsPlanAndFiles) {
  const std::string table = "sample,a\n0,1\n";
  ShardFolder::create(path("a/b/out"), plan_, {{sha256(table), table}});
  const auto folder = ShardFolder::open(path("a/b/out"));
  EXPECT_EQ(folder.plan_json(), plan_);
  EXPECT_EQ(folder.plan_hash(), sha256(plan_));
  EXPECT_EQ(folder.file(sha256(table)), table);
  write(path("a/b/out/files/" + sha256(table)), "sample,a\n0,2\n");
  EXPECT_NE(message_of([&] { folder.file(sha256(table)); }).find("is damaged"), std::string::npos);
  EXPECT_NE(message_of([&] { folder.file("0123"); }).find("cannot read"), std::string::npos);
}

TEST_F(ShardFolderTest, TheSamePlanMayComeAgainAnotherMayNot) {
  folder();
  EXPECT_EQ(folder().plan_json(), plan_);
  const auto message = message_of([&] { ShardFolder::create(path("out"), R"({"seed": 8})"); });
  EXPECT_NE(message.find(path("out") + ": holds another ensemble"), std::string::npos);
  EXPECT_EQ(bytes(path("out/plan.json")), plan_);
}

TEST_F(ShardFolderTest, AFolderWithoutPlanIsNone) {
  fs::create_directory(path("empty"));
  EXPECT_FALSE(ShardFolder::has_plan(path("empty")));
  EXPECT_NE(message_of([&] { ShardFolder::open(path("empty")); }).find("no plan.json"),
            std::string::npos);
  write(path("file"), "");
  EXPECT_NE(message_of([&] { ShardFolder::create(path("file"), plan_); }).find(path("file")),
            std::string::npos);
}

TEST_F(ShardFolderTest, WhatADeadCreatorLeftIsSweptUp) {
  fs::create_directories(path("out/files"));
  write(path("out/.plan.json.partial-1-1"), "{");
  write(path("out/files/.abc.partial-1-2"), "x");
  ShardFolder::create(path("out"), plan_, {{sha256("t"), "t"}});
  EXPECT_FALSE(fs::exists(path("out/.plan.json.partial-1-1")));
  EXPECT_FALSE(fs::exists(path("out/files/.abc.partial-1-2")));
}

TEST_F(ShardFolderTest, PublishesUnderTheHashOfTheBytes) {
  const auto out = folder();
  const auto file = out.publish(123, "content");
  const auto stored = bytes(file);
  EXPECT_EQ(file, path("out/shards/s-000123." + sha256(stored).substr(0, 16) + ".h5"));
  EXPECT_EQ(stored, "content\nslackwater shard 123 of plan " + out.plan_hash() + "\n");
  EXPECT_EQ(out.publish(123, "content"), file);
  EXPECT_EQ(std::distance(fs::directory_iterator(path("out/shards")), {}), 1);
  const auto states = out.states(124);
  EXPECT_EQ(states[123].state, ShardState::complete);
  EXPECT_EQ(states[123].files, std::vector{"shards/" + fs::path(file).filename().string()});
  EXPECT_EQ(states[122].state, ShardState::missing);
}

TEST_F(ShardFolderTest, SaysHowFarItIsAndStops) {
  const auto out = folder();
  for (std::size_t i = 0; i < 5; ++i) out.publish(i, "content");
  std::vector<std::size_t> seen;
  std::atomic<bool> cancel = false;
  out.states(5, [&](std::size_t done, std::size_t all) {
    EXPECT_EQ(all, 5u);
    seen.push_back(done);
  });
  EXPECT_EQ(seen, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5}));
  const auto states =
      out.states(5, [&](std::size_t done, std::size_t) { cancel = done == 1; }, &cancel);
  EXPECT_EQ(states[1].state, ShardState::complete);
  EXPECT_EQ(states[2].state, ShardState::missing);
}

// Every change of a file or of its name is found, by hashes alone: the content is no HDF5 here.
TEST_F(ShardFolderTest, AnyChangeIsFound) {
  const auto out = folder();
  std::mt19937 random(1);
  std::string content(5000, '\0');
  for (auto& c : content) c = static_cast<char>(random());
  const auto file = out.publish(0, content);
  const auto good = bytes(file);
  const auto state = [&] { return out.states(3)[0].state; };
  ASSERT_EQ(state(), ShardState::complete);
  for (int i = 0; i < 300; ++i) {
    auto bad = good;
    switch (i % 5) {
      case 0:
        bad[random() % bad.size()] ^= static_cast<char>(1 << (random() % 8));
        break;
      case 1:
        bad.resize(random() % bad.size());
        break;
      case 2:
        bad.append(1 + random() % 100, static_cast<char>(random()));
        break;
      case 3:
        bad.insert(random() % bad.size(), 1, 'x');
        break;
      default: {
        const auto begin = random() % (bad.size() - 600);
        std::fill_n(bad.begin() + static_cast<std::ptrdiff_t>(begin), 512, '\0');
      }
    }
    write(file, bad);
    ASSERT_EQ(state(), ShardState::damaged) << i;
  }
  write(file, "");
  EXPECT_EQ(state(), ShardState::damaged);
  write(file, good);
  EXPECT_EQ(state(), ShardState::complete);
}

TEST_F(ShardFolderTest, AShardUnderAnotherNumberOrOfAnotherPlanIsFound) {
  const auto out = folder();
  const auto first = out.publish(0, "first");
  auto renamed = first;
  renamed.replace(renamed.find("s-000000"), 8, "s-000001");
  fs::rename(first, renamed);
  EXPECT_EQ(out.states(2)[1].state, ShardState::damaged);
  fs::remove(renamed);
  const auto other = ShardFolder::create(path("other"), "{}");
  const auto foreign = other.publish(0, "first");
  fs::copy(foreign, path("out/shards"));
  EXPECT_EQ(out.states(2)[0].state, ShardState::damaged);
}

TEST_F(ShardFolderTest, OtherFilesAreNoShards) {
  const auto out = folder();
  const auto file = out.publish(0, "content");
  const auto name = fs::path(file).filename().string();
  for (const auto& other :
       {"." + name + ".partial-1-1", name + "~", std::string("notes.txt"),
        std::string("s-0.0123456789abcdef.h5"), std::string("s-000001.0123456789ABCDEF.h5"),
        std::string("s-000001..h5"), std::string("s-99999999999999999999.0123456789abcdef.h5")}) {
    write(path("out/shards/" + other), "x");
  }
  const auto states = out.states(2);
  EXPECT_EQ(states[0].state, ShardState::complete);
  EXPECT_EQ(states[1].state, ShardState::missing);
}

TEST_F(ShardFolderTest, DamagedShardsAreSetAsideAndNeverDeleted) {
  const auto out = folder();
  const auto file = out.publish(0, "content");
  for (const char* text : {"one", "two"}) {
    write(file, text);
    const auto states = out.states(1);
    ASSERT_EQ(states[0].state, ShardState::damaged);
    const auto moved = out.set_aside(states[0]);
    ASSERT_EQ(moved.size(), 1u);
    EXPECT_EQ(bytes(moved[0]), text);
    EXPECT_EQ(out.states(1)[0].state, ShardState::missing);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(path("out/damaged")), {}), 2);
}

TEST_F(ShardFolderTest, OfTwoWholeFilesNobodyKnowsWhichIsRight) {
  const auto out = folder();
  out.publish(0, "one");
  const auto second = out.publish(0, "two");
  auto states = out.states(1);
  EXPECT_EQ(states[0].state, ShardState::damaged);
  EXPECT_EQ(states[0].files.size(), 2u);
  // A damaged one beside a whole one goes alone.
  write(second, "x");
  states = out.states(1);
  EXPECT_EQ(states[0].state, ShardState::damaged);
  out.set_aside(states[0]);
  EXPECT_EQ(out.states(1)[0].state, ShardState::complete);
}

TEST_F(ShardFolderTest, PartsCoverEveryShardOnce) {
  for (const std::size_t shards : {0u, 1u, 7u, 400u}) {
    for (const std::size_t parts : {1u, 3u, 7u, 400u}) {
      std::size_t next = 0;
      for (std::size_t part = 1; part <= parts; ++part) {
        const auto range = shards_of_part(part, parts, shards);
        EXPECT_EQ(range.first, next);
        EXPECT_LE(range.last - range.first, shards / parts + 1);
        next = range.last;
      }
      EXPECT_EQ(next, shards);
    }
  }
}

TEST_F(ShardFolderTest, NotesOfQuarantineAreReadAndReleased) {
  const auto out = folder();
  EXPECT_TRUE(out.quarantined().empty());
  fs::create_directory(path("out/quarantine"));
  for (const auto* name : {"s-000012.txt", "s-000003.txt", "s-1234567.txt", "s-3.txt", "s-.txt",
                           "s-000004.txt.7f", "notes.txt", "s-000005.h5"}) {
    write(path("out/quarantine/" + std::string(name)), "Shard 3 ended ...");
  }
  EXPECT_EQ(out.quarantined(), (std::vector<std::size_t>{3, 12, 1234567}));
  out.release(12);
  out.release(12);  // somebody else may have been quicker
  EXPECT_EQ(out.quarantined(), (std::vector<std::size_t>{3, 1234567}));
}

// Writers in processes of their own, as they are in life.
class WriterTest : public ShardFolderTest {
 protected:
  // A child that holds a part until it is killed.
  pid_t start_writer(std::size_t part, std::size_t parts, std::size_t shards) {
    int ready[2];
    EXPECT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        const auto lock = ShardFolder::open(path("out")).lock(part, parts, shards, "ensemble x");
        if (::write(ready[1], "y", 1) == 1) ::pause();
      } catch (...) {
        if (::write(ready[1], "n", 1) != 1) ::_exit(2);
      }
      ::_exit(1);
    }
    char answer = 0;
    EXPECT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    ::close(ready[0]);
    ::close(ready[1]);
    return child;
  }
  static void kill_writer(pid_t child) {
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
};

TEST_F(WriterTest, ASecondWriterIsRefusedAndToldWhoHoldsIt) {
  const auto out = folder();
  const auto child = start_writer(1, 1, 10);
  const auto message = message_of([&] { out.lock(1, 1, 10, "me"); });
  EXPECT_NE(message.find(path("out") + ": is being written by process " + std::to_string(child)),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("ensemble x"), std::string::npos);
  EXPECT_NE(message.find(" on host "), std::string::npos);
  kill_writer(child);
  const auto lock = out.lock(1, 1, 10, "me");  // a killed writer holds nothing
}

// A writer that has a child, such as a worker of a pool: the child inherits what the lock is made
// of.
class ForkedWriterTest : public WriterTest {
 protected:
  struct Processes {
    pid_t writer = 0;
    pid_t child = 0;
  };

  Processes start_writer_with_child(bool forgets) {
    int ready[2];
    EXPECT_EQ(::pipe(ready), 0);
    Processes processes;
    processes.writer = ::fork();
    if (processes.writer == 0) {
      auto lock = ShardFolder::open(path("out")).lock(1, 1, 4, "writer");
      if (::fork() == 0) {
        if (forgets) lock.forget();
        const pid_t self = ::getpid();
        if (::write(ready[1], &self, sizeof self) == sizeof self) ::pause();
        ::_exit(1);
      }
      ::pause();
      ::_exit(1);
    }
    EXPECT_EQ(::read(ready[0], &processes.child, sizeof processes.child),
              static_cast<ssize_t>(sizeof processes.child));
    ::close(ready[0]);
    ::close(ready[1]);
    return processes;
  }
};

TEST_F(ForkedWriterTest, AChildThatForgetsLeavesTheLockToItsWriter) {
  const auto out = folder();
  const auto processes = start_writer_with_child(true);
  EXPECT_THROW(out.lock(1, 1, 4, "me"), FileError);  // the writer lives
  kill_writer(processes.writer);
  EXPECT_NO_THROW(out.lock(1, 1, 4, "me"));  // and its child holds nothing
  ::kill(processes.child, SIGKILL);
}

TEST_F(ForkedWriterTest, AChildThatDoesNotForgetKeepsTheFolder) {
  const auto out = folder();
  const auto processes = start_writer_with_child(false);
  kill_writer(processes.writer);
  EXPECT_THROW(out.lock(1, 1, 4, "me"), FileError);
  ::kill(processes.child, SIGKILL);
}

TEST_F(WriterTest, AForgottenLockIsNotReleased) {
  const auto out = folder();
  {
    auto lock = out.lock(1, 1, 4, "me");
    lock.forget();
    lock.forget();
  }
  // Whoever holds the file still has it: it is not taken away, as a release does.
  EXPECT_TRUE(fs::exists(path("out/writers/1-of-1.lock")));
  const auto again = out.lock(1, 1, 4, "me");
}

TEST_F(WriterTest, PartsThatDoNotOverlapWriteAtOnce) {
  const auto out = folder();
  const auto child = start_writer(2, 4, 8);  // shards 2 and 3
  const auto first = out.lock(1, 4, 8, "me");
  const auto second_half = out.lock(2, 2, 8, "me");
  EXPECT_THROW(out.lock(1, 2, 8, "me"), FileError);
  EXPECT_THROW(out.lock(1, 1, 8, "me"), FileError);
  EXPECT_THROW(out.lock(3, 4, 8, "me"), FileError);  // held by this very process
  kill_writer(child);
  const auto freed = out.lock(2, 4, 8, "me");
}

TEST_F(WriterTest, AReleasedLockLeavesNoFile) {
  const auto out = folder();
  {
    auto lock = out.lock(1, 1, 4, "me");
    EXPECT_TRUE(fs::exists(path("out/writers/1-of-1.lock")));
    auto moved = std::move(lock);
    EXPECT_THROW(out.lock(1, 1, 4, "me"), FileError);
  }
  EXPECT_FALSE(fs::exists(path("out/writers/1-of-1.lock")));
  const auto again = out.lock(1, 2, 4, "me");
}

TEST_F(WriterTest, WhatADeadWriterLeftHalfWrittenIsRemovedByTheNextOfItsShards) {
  const auto out = folder();
  const auto file = out.publish(1, "content");
  const auto name = fs::path(file).filename().string();
  const auto leftover = [&](const char* shard) {
    return path("out/shards/.s-" + std::string(shard) + ".0123456789abcdef.h5.partial-7-1");
  };
  write(leftover("000000"), "half");
  write(leftover("000003"), "half");
  const auto lock = out.lock(1, 2, 4, "me");
  EXPECT_FALSE(fs::exists(leftover("000000")));
  EXPECT_TRUE(fs::exists(leftover("000003")));  // another writer's
  EXPECT_TRUE(fs::exists(file));
}

TEST_F(WriterTest, AnUnwritableFolderIsNamed) {
  if (::geteuid() == 0) {
    // Root may write everywhere but here.
    const auto message = message_of([] { ShardFolder::create("/proc/out", "{}"); });
    EXPECT_NE(message.find("/proc/out"), std::string::npos);
    return;
  }
  const auto out = folder();
  fs::permissions(path("out/shards"), fs::perms::owner_read | fs::perms::owner_exec);
  const auto message = message_of([&] { out.publish(0, "content"); });
  EXPECT_NE(message.find("choose a folder that you may write to"), std::string::npos);
  fs::permissions(path("out/shards"), fs::perms::owner_all);
}

}  // namespace
}  // namespace slackwater::results
