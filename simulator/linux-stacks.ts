import type { LinuxThread } from "./linux-tasks";
import type { Random } from "./random";

export interface LinuxFrame {
  /** As the kernel would show it. */
  address: string;
  function: string;
  offset: string;
  size: string;
  module: string | null;
}

/** Where a thread is inside the kernel; without frames it runs. */
export interface LinuxStack {
  thread: LinuxThread;
  frames: readonly LinuxFrame[];
}

type Wait = readonly (readonly [name: string, module: string | null])[];

/** Waits for a signal of another thread, as managed locks and pools do. */
export const FUTEX: Wait = [
  ["futex_wait_queue_me", null],
  ["futex_wait", null],
  ["do_futex", null],
  ["__x64_sys_futex", null],
];

const WAITS: readonly Wait[] = [
  [
    ["fanotify_get_response", null],
    ["fanotify_handle_event", null],
    ["fsnotify", null],
    ["do_dentry_open", null],
    ["path_openat", null],
    ["do_sys_openat2", null],
  ],
  FUTEX,
  [
    ["rpc_wait_bit_killable", "sunrpc"],
    ["nfs4_do_call_sync.isra.0", "nfsv4"],
    ["nfs_getattr", "nfs"],
    ["vfs_statx", null],
  ],
  [
    ["io_schedule", null],
    ["wait_on_page_bit", null],
    ["ext4_wait_block_bitmap", "ext4"],
    ["ovl_iterate", "overlay"],
  ],
];

function makeFrame(name: string, module: string | null, random: Random): LinuxFrame {
  const size = random.int(0x20, 0x900);
  return {
    address: `ffffffff${random.int(0x81000000, 0x81ffffff).toString(16)}`,
    function: name,
    offset: random.int(1, size - 1).toString(16),
    size: size.toString(16),
    module,
  };
}

/** The stacks of the threads of one process, in these waits or in some that are drawn. */
export function makeLinuxStacks(
  threads: readonly LinuxThread[],
  random: Random,
  waits: readonly Wait[] = WAITS,
): LinuxStack[] {
  const processId = threads[0]?.processId;
  return threads
    .filter((thread) => thread.processId === processId)
    .map((thread, at) => {
      const frames = random.pick(waits).map(([name, module]) => makeFrame(name, module, random));
      const entry = ["do_syscall_64", "entry_SYSCALL_64_after_hwframe"].map((name) => makeFrame(name, null, random));
      return { thread, frames: at > 0 && random.chance(0.1) ? [] : [...frames, ...entry] };
    });
}
