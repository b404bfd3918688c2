import { waitForMutex } from "@/simulator/hangs/app-domain-recycling";
import { behindOwner } from "@/simulator/hangs/behind-owner";
import { addFilter } from "@/simulator/hangs/filters";
import { readsFileTableThrough } from "@/simulator/hangs/kernel-paths";
import { cleanUp, tempFolder } from "@/simulator/hangs/oversized-temp-folder";
import type { Stage } from "@/simulator/hangs/stage";
import { inRequestAt } from "@/simulator/hangs/stories";
import { call } from "@/simulator/methods";
import type { Thread } from "@/simulator/threads";
import type { WrittenDrill } from "./written-drill";

/** How many waited in the published case; so many do where the numbers are those of seed 0. */
const PUBLISHED_WAITERS = 72;
const MINUTE = 60_000;
/** One record of the file table. */
const RECORD = 0x400;

/** Drivers of the old kind that belong to backup products, as they sit in their group. */
const BACKUPS: readonly (readonly [name: string, altitude: string])[] = [
  ["SomeFiltr", "289998.99"],
  ["AcmeVault", "289998.99"],
  ["ContosoCdp", "289998.99"],
];

/** What the kernel shows of the owner: a moment's wait, behind a driver that it went through twice. */
function inKernel(stage: Stage, owner: Thread, driver: string): void {
  const { random } = stage;
  const seen = stage.inKernel(owner, readsFileTableThrough(driver), {
    ticks: 1,
    waitStart: random.int(20_000, 30_000),
    contextSwitches: random.int(9000, 16_000),
  });
  const record = (RECORD * random.int(1_200_000, 1_900_000)).toString(16);
  const frames = seen.frames.map((frame) =>
    frame.symbol === "NtfsMapStream" ? { ...frame, args: [...frame.args.slice(0, 2), record] } : frame,
  );
  const known = { ...seen, frames };
  const { kernel } = stage.server;
  stage.set({
    kernel: {
      ...kernel,
      suspect: known,
      processes: kernel.processes.map((process) => ({
        ...process,
        threads: process.threads.map((thread) => (thread === seen ? known : thread)),
      })),
      resources: [
        {
          address: stage.address("pool"),
          name: null,
          access: "shared",
          owners: [{ thread: seen.address, count: 1 }],
          sharedWaiters: [],
          exclusiveWaiters: [],
          contentionCount: 1,
        },
      ],
    },
  });
}

/** Minutes of processor time for hours of life, nearly all of them in the kernel. */
function mostlyInKernel(stage: Stage): void {
  const { clock } = stage.server;
  const busy = clock.processUptime * 0.06;
  stage.set({ clock: { ...clock, kernelTime: Math.floor(busy * 0.87), userTime: Math.floor(busy * 0.13) } });
}

/** The case that this site grew from: a folder of 80 GB is cleaned up through a backup's driver. */
export const caseStudy: WrittenDrill = {
  id: "case-study",
  title: "Five minutes after every restart",
  cause: "oversized-temp-folder",
  contributing: ["file-system-filter"],
  topic: "files",
  level: 2,
  needs: { versions: ["1.1", "2.0"], systems: ["2003"] },
  put(stage) {
    const { random, runtime, server } = stage;
    const { calls, lockOn } = cleanUp(runtime);
    const waiters = server.seed === 0 ? PUBLISHED_WAITERS : random.int(48, 96);
    const owner = behindOwner(stage, {
      owner: inRequestAt(["NtQueryDirectoryFile", "BASE!FindNextFileW"], calls),
      on: lockOn,
      waiters: [waiters, waiters],
      wanting: [call("System.Web.HttpApplicationFactory.GetApplicationInstance", { isStatic: true })],
      age: [2.5 * MINUTE, 5 * MINUTE],
    });
    waitForMutex(stage, random.int(6, 14), owner);
    const [driver, altitude] = random.pick(BACKUPS);
    addFilter(stage, driver, altitude, true);
    stage.set({ folder: tempFolder(stage, random.int(740, 880) / 10) });
    mostlyInKernel(stage);
    inKernel(stage, owner, driver);
    stage.answers.set("trigger", "after-restart");
    stage.answers.set("duration", "by-itself");
    stage.answers.set("static-files", "fine");
    stage.answers.set("antivirus-test", "no-change");
    stage.answers.set("recycling", "one-user-one-recycle");
  },
  without: ["a kernel lock that nobody waits for"],
  complaint: ({ web }) =>
    `Whenever the worker process or the application restarts, "${web.workers[0]?.applicationPool ?? "the pool"}" answers nobody for about five minutes. We tried it on a machine without antivirus, and it made no difference. One of us read up on it and says it must be a deadlock.`,
};
