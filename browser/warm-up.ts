import { conclude, read } from "@/cases/diagnose";
import { PLAYBOOKS } from "@/machines/list";

const STACK = Array.from(
  { length: 12 },
  (_, at) =>
    `0012f${(0x6c0 + at * 4).toString(16)} 7c90d21a 00000001 00000000 0012f700 clr!Thread::DoAppropriateWait+0x${at}4`,
);
const MANAGED = Array.from({ length: 8 }, (_, at) => `0012f7${at}0 0a1b2c3d Contoso.Shop.Cart.Load(Int32)`);

/** A little of what is pasted most often; every value is invented. */
const SAMPLE = [
  "0:000> ~*kb 2000",
  "   0  Id: 13a8.7cc Suspend: 1 Teb: 7ffdf000 Unfrozen",
  "ChildEBP RetAddr  Args to Child",
  ...STACK,
  "0:000> ~*e !clrstack",
  "OS Thread Id: 0x7cc (0)",
  "ESP       EIP",
  ...MANAGED,
  "0:000> !syncblk",
  "Index SyncBlock MonitorHeld Recursion Owning Thread Info  SyncBlock Owner",
  "   12 0014b5c4           21         1 0018a1b0   7cc   0   0aab1d20 Contoso.Shop.Cart",
  "-----------------------------",
  "Total           12",
  "CCW             1",
  "RCW             0",
  "ComClassFactory 0",
  "Free            3",
  "0:000> .time",
  "Debug session time: Thu Jun 21 11:28:51.000 2007 (GMT+2)",
  "System Uptime: 3 days 2:11:07.000",
  "Process Uptime: 0 days 1:02:03.000",
  "C:\\>fltmc",
  "Filter Name                     Num Instances    Altitude    Frame",
  "------------------------------  -------------  ------------  -----",
  "Contoso                                 3        385100         0",
  "2024-05-01 10:00:01 worker 3 served /cart in 20 ms",
].join("\n");

/** Reads a sample to its conclusions, so that the first real paste finds everything compiled. */
export function warmUp(): void {
  const [playbook] = PLAYBOOKS;
  if (playbook) conclude(playbook, [read({ name: "", text: SAMPLE }, 0)]);
}
