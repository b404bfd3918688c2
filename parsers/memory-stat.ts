const SECOND_VERSION = [
  ...["anon", "file", "kernel", "kernel_stack", "pagetables", "sec_pagetables", "percpu", "sock", "vmalloc", "shmem"],
  ...["zswap", "zswapped", "file_mapped", "file_dirty", "file_writeback", "swapcached", "anon_thp", "file_thp"],
  ...["shmem_thp", "inactive_anon", "active_anon", "inactive_file", "active_file", "unevictable"],
  ...["slab_reclaimable", "slab_unreclaimable", "slab", "workingset_refault_anon", "workingset_refault_file"],
  ...["workingset_activate_anon", "workingset_activate_file", "workingset_restore_anon", "workingset_restore_file"],
  ...["workingset_nodereclaim", "pgscan", "pgsteal", "pgscan_kswapd", "pgscan_direct", "pgscan_khugepaged"],
  ...["pgsteal_kswapd", "pgsteal_direct", "pgsteal_khugepaged", "pgfault", "pgmajfault", "pgrefill", "pgactivate"],
  ...["pgdeactivate", "pglazyfree", "pglazyfreed", "zswpin", "zswpout", "zswpwb", "thp_fault_alloc"],
  ...["thp_collapse_alloc", "thp_swpout", "thp_swpout_fallback"],
];
const FIRST_VERSION = [
  ...["cache", "rss", "rss_huge", "shmem", "mapped_file", "dirty", "writeback", "swap", "pgpgin", "pgpgout", "pgfault"],
  ...["pgmajfault", "inactive_anon", "active_anon", "inactive_file", "active_file", "unevictable"],
];

/** What memory.stat counts; of the second version in bytes and events, of the first for the group and with its children. */
export const MEMORY_STATS: ReadonlySet<string> = new Set([
  ...SECOND_VERSION,
  ...FIRST_VERSION.flatMap((name) => [name, `total_${name}`]),
  ...["hierarchical_memory_limit", "hierarchical_memsw_limit"],
]);

/** The first two rows of either version. */
export const STAT_STARTS: readonly (readonly [first: RegExp, second: RegExp])[] = [
  [/^\s*anon\s+\d{1,20}$/, /^\s*file\s+\d{1,20}$/],
  [/^\s*cache\s+\d{1,20}$/, /^\s*rss\s+\d{1,20}$/],
];
