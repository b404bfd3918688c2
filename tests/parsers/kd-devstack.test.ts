import { expect, test } from "vitest";
import type { Block } from "@/evidence";
import { collapsed, read, reportOf, withoutLines } from "../support/reading";

const stackOf = (block: Block | undefined) => reportOf(block, "kd-devstack", "device-stack");

const VOLUME = `0: kd> !devstack HarddiskVolume2
  !DevObj           !DrvObj            !DevExt           ObjectName
  ffffa50f5c0d7030  \\Driver\\volsnap    ffffa50f5c0d7180  
  ffffa50f5c0c3d20  \\Driver\\AcmeBlk    ffffa50f5c0c3e70  AcmeVolume2
  ffffa50f5c0a1040  \\Driver\\PnpManager 00000000  0000000e
> ffffa50f5c06e8f0  \\Driver\\volmgr     ffffa50f5c06ea40  HarddiskVolume2
!DevNode ffffa50f5c06f010 :
  DeviceInst is "STORAGE\\Volume\\{11c1b3aa-2a4b-11e5}#0000000000100000"
  ServiceName is "volume"
`;
const X86 = `kd> !devstack 89eff930
  !DevObj   !DrvObj            !DevExt   ObjectName
> 89eff930  \\FileSystem\\AcmeBkp 89eff9e8  
  8a0b1a48  \\FileSystem\\FltMgr 8a0b1b00  
  8a0b2020  \\FileSystem\\Ntfs   8a0b20d8  
`;

test("the devices are read in their order, with the one that was asked for", () => {
  const [block] = read(VOLUME);
  expect([block?.command, block?.outcome, block?.mode]).toEqual(["!devstack HarddiskVolume2", "read", "kernel"]);
  expect(stackOf(block)).toEqual({
    kind: "device-stack",
    devices: [
      {
        line: 3,
        address: "ffffa50f5c0d7030",
        driver: "\\Driver\\volsnap",
        extension: "ffffa50f5c0d7180",
        objectName: null,
        target: false,
      },
      {
        line: 4,
        address: "ffffa50f5c0c3d20",
        driver: "\\Driver\\AcmeBlk",
        extension: "ffffa50f5c0c3e70",
        objectName: "AcmeVolume2",
        target: false,
      },
      {
        line: 5,
        address: "ffffa50f5c0a1040",
        driver: "\\Driver\\PnpManager",
        extension: null,
        objectName: "0000000e",
        target: false,
      },
      {
        line: 6,
        address: "ffffa50f5c06e8f0",
        driver: "\\Driver\\volmgr",
        extension: "ffffa50f5c06ea40",
        objectName: "HarddiskVolume2",
        target: true,
      },
    ],
    devNode: "ffffa50f5c06f010",
    deviceInstance: "STORAGE\\Volume\\{11c1b3aa-2a4b-11e5}#0000000000100000",
    serviceName: "volume",
  });
});

test("a file-system stack of a 32-bit machine is read", () => {
  const [block] = read(X86);
  expect([
    block?.outcome,
    stackOf(block).devices.map(({ address, driver, target }) => [address, driver, target]),
  ]).toEqual([
    "read",
    [
      ["89eff930", "\\FileSystem\\AcmeBkp", true],
      ["8a0b1a48", "\\FileSystem\\FltMgr", false],
      ["8a0b2020", "\\FileSystem\\Ntfs", false],
    ],
  ]);
});

test("blanks lost and the command not pasted change nothing", () => {
  for (const text of [VOLUME, X86]) {
    const whole = stackOf(read(text)[0]);
    expect(withoutLines(stackOf(read(collapsed(text))[0]))).toEqual(withoutLines(whole));
    const blocks = read(text.split("\n").slice(1).join("\n"));
    expect(blocks.map(({ command, outcome }) => [command, outcome])).toEqual([["!devstack", "read"]]);
    expect(withoutLines(stackOf(blocks[0]))).toEqual(withoutLines(whole));
  }
});

test("an output on one line is read", () => {
  for (const text of [VOLUME, X86]) {
    const [command = "", ...lines] = text.split("\n");
    const folded = read(`${command}\n${lines.join(" ").replace(/\s+/g, " ")}\n`);
    expect(withoutLines(stackOf(folded[0]))).toEqual(withoutLines(stackOf(read(text)[0])));
  }
});

test("doubled back-slashes and a complaint about symbols within a row are put right", () => {
  const doubled = stackOf(read(VOLUME.replaceAll("\\", "\\\\"))[0]);
  expect(withoutLines(doubled)).toEqual(withoutLines(stackOf(read(VOLUME)[0])));
  const noted = VOLUME.replace(
    "AcmeVolume2",
    "AcmeVolume2*** ERROR: Symbol file could not be found for AcmeBlk.sys - ",
  );
  expect(withoutLines(stackOf(read(noted)[0]))).toEqual(withoutLines(stackOf(read(VOLUME)[0])));
});

test("a stack cut anywhere never says what was not there", () => {
  const whole = stackOf(read(VOLUME)[0]).devices;
  for (let end = VOLUME.indexOf("ffffa50f5c0d7030"); end < VOLUME.length; end += 3) {
    const [block] = read(VOLUME.slice(0, end));
    stackOf(block).devices.forEach(({ address, driver }, index) => {
      expect([address, driver]).toEqual([whole[index]?.address, whole[index]?.driver]);
    });
  }
});

test.each([
  ["0: kd> !devstack 89eff930\n89eff930 is not a device object\n", "NOT_A_DEVICE"],
  ["0: kd> !devstack Nothing\nCould not find device object Nothing\n", "NOT_A_DEVICE"],
  ["0:000> !devstack 89eff930\nNo export devstack found\n", "NEEDS_KERNEL_TARGET"],
])("%j is unusable and says what to do", (text, code) => {
  const [block] = read(text);
  expect([block?.parser, block?.outcome, block?.problem?.code]).toEqual(["kd-devstack", "unusable", code]);
});

test("a row whose last columns somebody cut off with dots", () => {
  const [block] = read(`0: kd> !devstack ffffbc8f9611e750
  !DevObj           !DrvObj            !DevExt           ObjectName
  ffffbc8f96b05410  \\Driver\\AcmeHid    ...
> ffffbc8f9611e750  \\Driver\\USBHUB3    ffffbc8f96a45da0  ...
`);
  expect(block?.outcome).toBe("read");
  expect(block?.report).toMatchObject({
    devices: [
      { driver: "\\Driver\\AcmeHid", extension: null, objectName: null, target: false },
      { driver: "\\Driver\\USBHUB3", extension: "ffffbc8f96a45da0", objectName: null, target: true },
    ],
  });
});
