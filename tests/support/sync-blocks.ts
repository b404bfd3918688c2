/** `!syncblk` of 64 bits with these rows, under the prompt of a thread. */
export function syncBlocks(rows: readonly string[], thread = 0): string {
  return [
    `0:${String(thread).padStart(3, "0")}> !syncblk`,
    "Index         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner",
    ...rows,
    "-----------------------------",
    "Total           128",
    "CCW             3",
    "RCW             2",
    "ComClassFactory 0",
    "Free            17",
    "",
  ].join("\n");
}

/** The row of one lock: how often it is held and waited for, and what stands behind Recursion up to the object. */
export function heldLock(held: number, owner: string): string {
  return `   31 000001b2c4d0a118 ${String(held).padStart(12)}         ${owner}   000001b2a4e01d70 Contoso.Stock.Ledger`;
}
