import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const disksOf = (block: Block | undefined) => reportOf(block, "linux-df", "disk-free").filesystems;

const HUMAN = `root@web-7f9c:/app# df -hT
Filesystem                 Type     Size  Used Avail Use% Mounted on
overlay                    overlay   50G   48G  1.9G  97% /
files01:/export/shop       nfs4     1.0T  200G  824G  20% /mnt/shop (old)
tmpfs                      tmpfs     64M     0   64M   0% /dev
`;
const WRAPPED = `$ df -k
Filesystem           1K-blocks      Used Available Use% Mounted on
/dev/mapper/vg-root_of_the_shop
                      51475068  40000000   8800000  82% /
//files01/share one   51475068         0  51475068   0% /mnt/share
`;
const FILES = `/ # df -i
Filesystem              Inodes      Used Available Use% Mounted on
overlay                3276800   3276800         0 100% /
none                         -         -         -   - /sys/fs/cgroup
`;
const GB = 1024 ** 3;

test("each file system has its size, what is used and where it is mounted", () => {
  const [block] = read(HUMAN);
  expect([block?.outcome, block?.mode]).toEqual(["read", "shell"]);
  const rows = disksOf(block);
  expect(rows[0]).toEqual({
    line: 3,
    filesystem: "overlay",
    type: "overlay",
    sizeBytes: 50 * GB,
    usedBytes: 48 * GB,
    availableBytes: Math.round(1.9 * GB),
    usePercent: 97,
    inodes: null,
    inodesUsed: null,
    inodesFree: null,
    inodesUsePercent: null,
    mountedOn: "/",
  });
  expect(rows[1]).toMatchObject({ filesystem: "files01:/export/shop", type: "nfs4", mountedOn: "/mnt/shop (old)" });
  expect(rows[2]).toMatchObject({ usedBytes: 0, usePercent: 0 });
});

test("a device in a line of its own belongs to the numbers below it, and may hold blanks", () => {
  const [block] = read(WRAPPED);
  expect(block?.outcome).toBe("read");
  expect(disksOf(block).map(({ line, filesystem, type, sizeBytes }) => [line, filesystem, type, sizeBytes])).toEqual([
    [3, "/dev/mapper/vg-root_of_the_shop", null, 51475068 * 1024],
    [5, "//files01/share one", null, 51475068 * 1024],
  ]);
});

test("files are counted apart from sizes, and a dash is no number", () => {
  const rows = disksOf(read(FILES)[0]);
  expect(rows[0]).toMatchObject({
    sizeBytes: null,
    usePercent: null,
    inodes: 3276800,
    inodesFree: 0,
    inodesUsePercent: 100,
  });
  expect(rows[1]).toMatchObject({
    filesystem: "none",
    inodes: null,
    inodesUsePercent: null,
    mountedOn: "/sys/fs/cgroup",
  });
});

test.each([
  ["df", "Filesystem     1K-blocks  Used Available Use% Mounted on", 1024],
  ["df -P", "Filesystem     1024-blocks  Used Available Capacity Mounted on", 1024],
  ["df", "Filesystem     512-blocks  Used Available Use% Mounted on", 512],
  ["df -m", "Filesystem     1M-blocks  Used Available Use% Mounted on", 1024 ** 2],
  ["df", "Sys. de fichiers blocs de 1K  Utilisé Disponible Uti% Monté sur", 1024],
])("%s counts in the unit of its head: %s", (command, head, unit) => {
  const [block] = read(`$ ${command}\n${head}\n/dev/sda1  1000  300  700  30% /\n`);
  expect([block?.outcome, disksOf(block)[0]?.sizeBytes]).toEqual(["read", 1000 * unit]);
});

test("letters are powers of 1024, and of 1000 with -H; decimal commas are read", () => {
  const row = (command: string, size: string) =>
    disksOf(read(`$ ${command}\nFilesystem  Size Used Avail Use% Mounted on\n/dev/sda1 ${size} 0 ${size} 0% /\n`)[0])[0]
      ?.sizeBytes;
  expect([row("df -h", "1.5G"), row("df -h", "1,5G"), row("df -H", "1.5G")]).toEqual([
    1.5 * GB,
    1.5 * GB,
    1_500_000_000,
  ]);
});

test("rows without their head are read where letters or the command tell what they are", () => {
  const rows = HUMAN.split("\n").slice(2).join("\n");
  expect(withoutLines(disksOf(read(rows)[0]))).toEqual(withoutLines(disksOf(read(HUMAN)[0])));
  expect(disksOf(read("$ df -k | grep sda\n/dev/sda1  1000  300  700  30% /\n")[0])[0]?.sizeBytes).toBe(1_024_000);
  for (const { report } of read("/dev/sda1  1000  300  700  30% /\n")) expect(report).toBeNull();
});

test("blanks lost, and the command not pasted or typed without a prompt, change nothing", () => {
  for (const text of [HUMAN, FILES]) {
    const whole = withoutLines(disksOf(read(text)[0]));
    expect(withoutLines(disksOf(read(collapsed(text))[0]))).toEqual(whole);
    expect(withoutLines(disksOf(read(text.split("\n").slice(1).join("\n"))[0]))).toEqual(whole);
    expect(read(text.replace(/^.*?[#$] /, "")).map(({ echoed, outcome }) => [echoed, outcome])).toEqual([
      [true, "read"],
    ]);
  }
});

test("a list cut at any place gives no value that was not printed", () => {
  for (const text of [HUMAN, WRAPPED, FILES]) {
    const whole = disksOf(read(text)[0]);
    for (let end = text.indexOf("\n", text.indexOf("Mounted")) + 1; end < text.length - 1; end++) {
      const report = read(text.slice(0, end)).find(({ parser }) => parser === "linux-df")?.report;
      if (report?.kind !== "disk-free") continue;
      report.filesystems.forEach((row, at) => {
        const { mountedOn } = whole[at] ?? { mountedOn: null };
        expect([end, row]).toEqual([end, { ...whole[at], mountedOn: row.mountedOn === null ? null : mountedOn }]);
      });
    }
  }
});

test("a share that has gone is told with its fix", () => {
  const [block] = read("$ df -h /mnt/shop\ndf: /mnt/shop: Stale file handle\n");
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["linux-df", "unusable", "FOLDER_NOT_FOUND"]);
  const [among] = read(`${HUMAN}df: /mnt/old: Stale file handle\n`);
  expect(among?.outcome).toBe("read");
});
test("rows in which figures were hidden are not joined with those below", () => {
  const hidden = `$ df -k
Filesystem           1K-blocks      Used Available Use% Mounted on
/dev/mapper/vg-root_of_the_shop
                      480492506   xxxxxxxx  437418210   9% /var/lib/shop
tmpfs                  xxxxxxxx   xxxxxxxx   xxxxxxxx  32% /dev/shm
/dev/sda1                434856     336265      98591  78% /host/logs
`;
  expect(disksOf(read(hidden)[0]).map(({ filesystem, mountedOn }) => [filesystem, mountedOn])).toEqual([
    ["/dev/sda1", "/host/logs"],
  ]);
});
