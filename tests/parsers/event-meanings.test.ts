import { expect, test } from "vitest";
import { tellEvent } from "@/parsers/event-meanings";

const tell = (source: string, eventId: number, message: string) => tellEvent({ source, eventId, says: null }, message);

test.each([
  [
    "Microsoft-Windows-WAS",
    5002,
    "Application pool 'ShopPool' is being automatically disabled due to a series of failures.",
    "pool-disabled",
    "ShopPool",
    null,
  ],
  [
    "WAS",
    5074,
    "A worker process with process id of '6764' serving application pool 'ShopPool' has requested a recycle.",
    "recycled",
    "ShopPool",
    6764,
  ],
  [
    "W3SVC",
    1013,
    "A process serving application pool DefaultAppPool exceeded time limits during shut down. The process id was 1111.",
    "shutdown-time-limit",
    "DefaultAppPool",
    1111,
  ],
  [
    "ASP.NET 1.1.4322.0",
    1003,
    "aspnet_wp.exe  (PID: 4711) was recycled because it was suspected to be in a deadlocked state.",
    "worker-deadlock",
    null,
    4711,
  ],
  [
    "ASP.NET 4.0.30319.0",
    1309,
    "Event code: 3001\nEvent message: The request has been aborted.\nProcess ID: 6764",
    "request-aborted",
    null,
    6764,
  ],
  [
    "ASP.NET 4.0.30319.0",
    1309,
    "Event code: 3005\nEvent message: An unhandled exception has occurred.",
    "web-error",
    null,
    null,
  ],
  [
    "Disk",
    51,
    "An error was detected on device \\Device\\Harddisk1\\DR1 during a paging operation.",
    "paging-error",
    null,
    null,
  ],
  ["disk", 7, "The device, \\Device\\Harddisk0\\DR0, has a bad block.", "bad-block", null, null],
  ["Service Control Manager", 7036, "The Acme Backup service entered the running state.", null, null, null],
  [
    "Microsoft-Windows-WAS",
    5013,
    'Ein Prozess, der den Anwendungspool "Mein Pool" bedient, hat das Zeitlimit beim Herunterfahren überschritten. Prozess-ID: "5244".',
    "shutdown-time-limit",
    "Mein Pool",
    5244,
  ],
])("%s %i tells what it means", (source, id, message, meaning, pool, pid) => {
  const event = tell(source, id, message);
  expect([event.meaning, event.applicationPool, event.processId]).toEqual([meaning, pool, pid]);
});

test("reasons and codes of ASP.NET are taken out of the text", () => {
  expect(
    tell(
      "ASP.NET 4.0.30319.0",
      1305,
      "Event code: 1002\nEvent message: Application is shutting down. Reason: Configuration changed.",
    ),
  ).toMatchObject({
    meaning: "application-shutdown",
    eventCode: 1002,
    reason: "Configuration changed.",
  });
  expect(
    tell(
      "W3SVC-WP",
      2262,
      "ISAPI 'C:\\WINDOWS\\aspnet_isapi.dll' reported itself as unhealthy for the following reason: 'Deadlock detected'.",
    ),
  ).toMatchObject({
    meaning: "isapi-unhealthy",
    reason: "Deadlock detected",
    applicationPool: null,
  });
});

test("a reason goes on where a mail broke its sentence, and ends where a detail stands below", () => {
  const reasonOf = (text: string) => tell("ASP.NET 4.0.30319.0", 1305, `Event code: 1002\n${text}`).reason;
  const message = "Event message: Application is shutting down. Reason:";
  expect(reasonOf(`${message} Bin directory change or\ndirectory rename.`)).toBe(
    "Bin directory change or directory rename.",
  );
  expect(reasonOf(`${message} Bin directory change or\nEvent time: 3/12/2024 4:04:33 PM.`)).toBe(
    "Bin directory change or",
  );
});
