import { expect, test } from "vitest";
import { read } from "../support/reading";

test("a row's message goes on where a mail broke it", () => {
  const text = `PS C:\\> Get-WinEvent -LogName System -MaxEvents 20

   ProviderName: disk

TimeCreated                     Id LevelDisplayName Message
-----------                     -- ---------------- -------
9/10/2007 6:21:20 AM           153 Warning          The IO operation at
logical block address 0x1f2e8 for...
`;
  const report = read(text)[0]?.report;
  expect(report).toMatchObject({ events: [{ message: "The IO operation at logical block address 0x1f2e8 for..." }] });
});

test("an entry that was shortened gives no reason, and one that breaks off no general meaning", () => {
  const text = `PS C:\\> Get-WinEvent -LogName System -MaxEvents 20 | fl
TimeCreated  : 4/12/2022 9:57:20 PM
ProviderName : Microsoft-Windows-IIS-W3SVC-WP
Id           : 2262
Message      : ISAPI 'C:\\Windows\\aspnet_isapi.dll' reported itself as unhealthy
...
`;
  expect(read(text)[0]?.report).toMatchObject({ events: [{ reason: null }] });
});

test("a prompt with two backslashes shows that Markdown's marks are escaped", () => {
  const text = `PS C:\\\\> Get-WinEvent -LogName System | fl
TimeCreated  : 12/10/2015 4:04:59 AM
ProviderName : Microsoft-Windows-IIS-W3SVC-WP
Id           : 2262
Message      : ISAPI 'C:\\Windows\\aspnet\\_isapi.dll' reported itself as unhealthy
`;
  const report = read(text)[0]?.report;
  expect(report).toMatchObject({
    events: [{ message: "ISAPI 'C:\\Windows\\aspnet_isapi.dll' reported itself as unhealthy" }],
  });
});

test("a number that a console broke within a message is whole", () => {
  const broken = `${"Memory was consumed by svchost.exe (32): ".padEnd(79, ".")}9\n53643008 bytes.`;
  const text = `Log Name:      System\nSource:        disk\nDate:          1/10/2015 3:24:49 PM\nEvent ID:      153\nLevel:         Warning\nComputer:      WEB01\nDescription:\n${broken}\n`;
  expect(read(text)[0]?.report).toMatchObject({ events: [{ message: broken.replace("\n", "") }] });
});

test("a rule in which the paste breaks off is not part of the row above it", () => {
  const text =
    "PS C:\\> Get-WinEvent -LogName System -MaxEvents 20\n\n   ProviderName: disk\n\nTimeCreated                     Id LevelDisplayName Message\n-----------                     -- ---------------- -------\n12/16/2015 3:38:04 AM           153 Warning          The IO operation at logical block address...\n\n   ProviderName: disk\n\nTimeCreated                     Id LevelDisplayName Message\n-----------                     -- ---";
  expect(read(text)[0]?.report).toMatchObject({
    events: [{ message: "The IO operation at logical block address..." }],
  });
});
