import type { SimulatedHang } from "@/simulator/hangs/simulate";
import type { Monitor } from "@/simulator/locks";
import type { Server } from "@/simulator/server";

/** Whether a right answer agrees with the server that the question is about. */
type Truth = (right: string, hang: SimulatedHang, subject: string) => boolean;

const EPOCH_TICKS = 621_355_968_000_000_000n;

const moments = ({ server, later }: SimulatedHang): readonly Server[] => [server, later];

const monitorsOf = (hang: SimulatedHang): Monitor[] => moments(hang).flatMap(({ monitors }) => monitors.monitors);

function ownerOf({ owner }: Monitor): number | null {
  return owner.kind === "thread" ? owner.thread.number : null;
}

/** Owners that somebody waits for. */
const owners = (hang: SimulatedHang): (number | null)[] =>
  monitorsOf(hang)
    .filter(({ waiters }) => waiters.length > 0)
    .map(ownerOf);

const resourcesOf = (hang: SimulatedHang): Server["kernel"]["resources"] =>
  moments(hang).flatMap(({ kernel }) => kernel.resources);

function secondsIn(text: string): number {
  const units: Readonly<Record<string, number>> = { d: 86_400, h: 3600, min: 60, s: 1 };
  return [...text.matchAll(/(\d+) (d|h|min|s)/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (units[unit ?? ""] ?? 0),
    0,
  );
}

const bytesIn = ({ server: { folder } }: SimulatedHang): number =>
  (folder.more?.bytes ?? 0) +
  folder.folders.reduce((sum, { files }) => sum + files.reduce((all, { bytes }) => all + bytes, 0), 0);

/** Where the server's own state decides what is right. */
export const TRUTHS: Readonly<Record<string, Truth>> = {
  "lock-waiters": (right, hang, object) =>
    monitorsOf(hang).some((lock) => lock.object === object && lock.waiters.length === Number(right)),
  "lock-held-alone": (_right, hang, object) =>
    monitorsOf(hang).some(
      (lock) => lock.object === object && lock.waiters.length === 0 && lock.owner.kind === "thread",
    ),
  "lock-in-transit": (_right, hang, object) =>
    monitorsOf(hang).some((lock) => lock.object === object && lock.owner.kind === "none"),
  "lock-owner-gone": (_right, hang, object) =>
    monitorsOf(hang).some((lock) => lock.object === object && ["gone", "orphaned"].includes(lock.owner.kind)),
  "owner-command": (right, hang) =>
    owners(hang).some((owner) => right === `~${owner}e !clrstack` || right === `setthread ${owner}, then clrstack`),
  "thread-number-base": (right, hang) => owners(hang).some((owner) => right === `~${owner}s`),
  "deadlock-or-queue": (right, { cause }) => right.startsWith("Yes") === (cause === "monitor-deadlock"),
  "process-id-base": (right, { server }) => right.startsWith(`${Number.parseInt(server.process.id, 16)} (`),
  "contention-count": (right, hang, address) =>
    resourcesOf(hang).some(
      (row) => row.address === address && row.sharedWaiters.length + row.exclusiveWaiters.length === Number(right),
    ),
  "kernel-queue": (right, hang) =>
    resourcesOf(hang).some(
      ({ owners: held, exclusiveWaiters }) =>
        exclusiveWaiters.length > 0 && held.some(({ thread }) => right.includes(`thread ${thread},`)),
    ),
  "collection-stalled": (right, { server }) =>
    server.threads.some((thread) => thread.runtime?.cooperative && right.startsWith(`Thread ${thread.number}:`)),
  "finalizer-waits": (right, { server: { finalization } }) =>
    right.startsWith("Yes") === finalization.heaps.reduce((sum, { ready }) => sum + ready, 0) > 2000,
  "finalizer-behind": (right, { server }) =>
    server.threads.some((thread) => thread.role === "finalizer" && right.startsWith(`Thread ${thread.number} `)),
  "pool-state": (right, { server: { pool } }) =>
    right.startsWith("All its threads") === (pool.idle === 0 && pool.queue.length > 0),
  "suspend-two": (_right, { server }) => server.threads.every(({ suspendCount }) => suspendCount > 1),
  "procmon-place": (right, { server }, driver) =>
    server.filters.some(
      ({ name, altitude }) =>
        name === driver && right.startsWith("Yes") === Number.parseFloat(altitude ?? "0") < 385_200,
    ),
  "owner-in-two-dumps": (right, { server, later }) => {
    const kept = server.monitors.monitors.every((lock) => {
      const after = later.monitors.monitors.find(({ syncBlock }) => syncBlock === lock.syncBlock);
      return lock.waiters.length === 0 || (after && ownerOf(after) === ownerOf(lock));
    });
    return right.startsWith("One thread has kept it") === kept;
  },
  "lock-table-empty": (_right, { server }) => server.monitors.monitors.every(({ waiters }) => waiters.length === 0),
  "request-age": (right, { server: { clock, request } }) => {
    const began = Number((BigInt(request.startTicks) - EPOCH_TICKS) / 10_000n);
    return Math.abs(secondsIn(right) - (clock.session - began) / 1000) <= 1;
  },
  "two-readings": (right, { server: { request } }) => {
    const began = new Date(Number((BigInt(request.startTicks) - EPOCH_TICKS) / 10_000n)).toISOString();
    return right.includes(began.slice(0, 10)) && right.includes(began.slice(11, 19));
  },
  "kernel-or-user": (right, { server: { clock } }) =>
    right.startsWith("It works in the kernel") === clock.kernelTime > clock.userTime,
  "folder-size": (right, hang) => right.startsWith("It is far too large") === bytesIn(hang) > 10e9,
};
