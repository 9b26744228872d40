package dev.sluice.platform.process.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.domain.service.Resources;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is read and written, on plain files; that the kernel heeds it is tested with processes.
@EnabledOnOs(OS.LINUX)
@DisplayName("Control groups")
class CgroupsTest {
  private static final Resources HALF = new Resources(new BigDecimal("0.5"), 512);

  @TempDir Path directory;
  private Path proc;

  @BeforeEach
  void makeProc() throws IOException {
    proc = Files.createDirectory(directory.resolve("proc"));
  }

  private static Path with(Path group, String... filesAndTexts) throws IOException {
    Files.createDirectories(group);
    for (int i = 0; i < filesAndTexts.length; i += 2) {
      Files.writeString(group.resolve(filesAndTexts[i]), filesAndTexts[i + 1]);
    }
    return group;
  }

  private List<Cgroups> candidates(String mounts, String own) throws IOException {
    Files.writeString(proc.resolve("mountinfo"), mounts);
    Files.writeString(proc.resolve("cgroup"), own);
    return new CgroupSearch(proc, "sluice-x").candidates();
  }

  @Test
  @DisplayName("of version 2 get memory without swap, and CPU as a share of 100 ms")
  void limitsOfVersion2() throws IOException {
    var run =
        with(
            directory.resolve("sluice-x/shop-001-a.0"),
            "memory.max",
            "",
            "memory.swap.max",
            "",
            "cpu.max",
            "",
            "cpu.weight",
            "");

    new CgroupV2(directory, "sluice-x").limit("shop-001-a.0", HALF);

    assertEquals("536870912", Files.readString(run.resolve("memory.max")));
    assertEquals("0", Files.readString(run.resolve("memory.swap.max")));
    assertEquals("50000 100000", Files.readString(run.resolve("cpu.max")));
    assertEquals("50", Files.readString(run.resolve("cpu.weight")));
  }

  @Test
  @DisplayName("of version 2 tell how many processes were killed for want of memory")
  void killsOfVersion2() throws IOException {
    var groups = new CgroupV2(directory, "sluice-x");
    with(
        directory.resolve("sluice-x/a.0"),
        "memory.events",
        "low 0\nhigh 0\nmax 7\noom 2\noom_kill 1\noom_group_kill 0\n");

    assertEquals(1, groups.memoryKills("a.0"));
    assertEquals(0, groups.memoryKills("b.0"), "a group that is not there");
  }

  @Test
  @DisplayName("of version 1 get no more CPU than the groups above, as the kernel would refuse it")
  void quotaOfVersion1() throws IOException {
    var cpu = directory.resolve("cpu");
    with(cpu, "cgroup.procs", "", "cpu.cfs_period_us", "50000\n", "cpu.cfs_quota_us", "10000\n");
    with(
        cpu.resolve("sluice-x"),
        "cgroup.procs",
        "",
        "cpu.cfs_period_us",
        "100000\n",
        "cpu.cfs_quota_us",
        "-1\n");
    var timed =
        with(
            cpu.resolve("sluice-x/a.0"),
            "cpu.cfs_period_us",
            "100000",
            "cpu.cfs_quota_us",
            "-1",
            "cpu.shares",
            "");
    var held = with(directory.resolve("memory/sluice-x/a.0"), "memory.limit_in_bytes", "-1");

    new CgroupV1(directory.resolve("memory/sluice-x"), cpu.resolve("sluice-x")).limit("a.0", HALF);

    assertEquals("512", Files.readString(timed.resolve("cpu.shares")));
    assertEquals("20000", Files.readString(timed.resolve("cpu.cfs_quota_us")));
    assertEquals("536870912", Files.readString(held.resolve("memory.limit_in_bytes")));
  }

  @Test
  @DisplayName("are never faked: a file that the kernel did not make is not made by us")
  void noFileIsMade() throws IOException {
    Files.createDirectories(directory.resolve("sluice-x/a.0"));

    assertThrows(
        NoSuchFileException.class, () -> new CgroupV2(directory, "sluice-x").limit("a.0", HALF));
  }

  @Test
  @DisplayName(
      "of version 2 are looked for from the engine's own group upwards, not beyond the root")
  void searchOfVersion2() throws IOException {
    var mount = with(directory.resolve("unified"), "cgroup.controllers", "cpuset cpu io memory\n");
    var slice = Files.createDirectory(mount.resolve("app.slice"));
    var own = Files.createDirectory(slice.resolve("engine.service"));

    assertEquals(
        List.of(
            new CgroupV2(own, "sluice-x"),
            new CgroupV2(slice, "sluice-x"),
            new CgroupV2(mount, "sluice-x")),
        candidates(
            "30 23 0:26 / %s rw shared:4 - cgroup2 cgroup2 rw\n".formatted(mount),
            "0::/app.slice/engine.service\n"));
  }

  @Test
  @DisplayName("of version 1 are taken where version 2 is mounted beside it without controllers")
  void searchOfVersion1() throws IOException {
    var unified = with(directory.resolve("unified"), "cgroup.controllers", "hugetlb\n");
    var memory = Files.createDirectory(directory.resolve("memory"));
    Files.createDirectory(memory.resolve("own"));
    var cpu = Files.createDirectory(directory.resolve("cpu"));

    assertEquals(
        List.of(new CgroupV1(memory.resolve("own/sluice-x"), cpu.resolve("sluice-x"))),
        candidates(
            """
            41 31 0:38 / %s rw,relatime - cgroup2 cgroup2 rw
            35 31 0:32 / %s rw,relatime - cgroup cgroup rw,memory
            32 31 0:29 /box %s rw,relatime - cgroup cgroup rw,cpu,cpuacct
            """
                .formatted(unified, memory, cpu),
            "4:memory:/own\n1:cpu,cpuacct:/box\n0::/own\n"));
  }
}
