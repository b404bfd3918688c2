import { monitorDeadlock } from "@/simulator/hangs/monitor-deadlock";
import type { WrittenDrill } from "./written-drill";

export const realDeadlock: WrittenDrill = {
  ...monitorDeadlock,
  id: "real-deadlock",
  title: "Two locks, two orders",
  contributing: [],
  topic: "locks",
  level: 2,
  complaint: () => "It is the database again: one of our developers saw a thread that waits for SQL Server.",
};
