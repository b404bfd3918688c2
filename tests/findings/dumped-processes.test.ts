import { expect, test } from "vitest";
import { diagnose } from "@/cases/diagnose";
import { hangPlaybook } from "@/machines/hang";

const FIRST_METHOD = `> clrstack
OS Thread Id: 0x1e0 (0)
        Child SP               IP Call Site
000000A1B37AE5C0 00007ffbbc5511b3 System.Threading.ManualResetEventSlim.Wait(Int32)
000000A1B37AE640 00007ffbbc554724 Fabrikam.Orders.Program.Main(System.String[])
`;

function processes(...images: readonly string[]): string {
  const rows = images.map(
    (image, at) => `PROCESS ffffa50f6b7d${at}080
    SessionId: 0  Cid: 1c3${at}    Peb: c9d4a1c000  ParentCid: 0b1c
    DirBase: 1f2d0000${at}  ObjectTable: ffffd104a28c7${at}40  HandleCount: 174${at}.
    Image: ${image}
`,
  );
  return `0: kd> !process 0 0\n${rows.join("\n")}`;
}

function recording(...images: readonly string[]): string {
  const rows = images.map(
    (image, at) =>
      `"09:15:14.030407${at} AM","${image}","${4100 + 4 * at}","CreateFile","D:\\site\\bin\\Fabrikam.Data.dll","SUCCESS","Desired Access: Generic Read"`,
  );
  return ['"Time of Day","Process Name","PID","Operation","Path","Result","Detail"', ...rows, ""].join("\n");
}

function found(id: string, ...texts: readonly string[]) {
  const transcripts = texts.map((text, at) => ({ name: `paste ${at}`, text }));
  return diagnose(hangPlaybook, transcripts).findings.find((finding) => finding.id === id);
}

const inKernel = (...images: readonly string[]) => found("web-process-in-kernel", FIRST_METHOD, processes(...images));
const foreign = (...images: readonly string[]) => found("foreign-process-on-files", FIRST_METHOD, recording(...images));

test("a program that hosts itself is told among the machine's processes by the namespace of its first method", () => {
  expect(inKernel("svchost.exe", "Fabrikam.Orders.exe")?.values.process).toBe("ffffa50f6b7d1080");
  expect(inKernel("svchost.exe", "Fabrikam.Orders.WebApi.exe")?.values.image).toBe("Fabrikam.Orders.WebApi.exe");
});

test("a name that the kernel cut short is that of the program still", () => {
  expect(inKernel("System", "Fabrikam.Order")?.values.image).toBe("Fabrikam.Order");
});

test("without a stack of its first method, or among several of its kin, no program is told", () => {
  expect(found("web-process-in-kernel", processes("Fabrikam.Orders.exe"))).toBeUndefined();
  expect(inKernel("Fabrikam.Orders.WebApi.exe", "Fabrikam.Orders.Worker.exe")).toBeUndefined();
  expect(inKernel("Fabrikam.Orders.WebApi.exe", "Fabrikam.Orders.exe")?.values.image).toBe("Fabrikam.Orders.exe");
});

test("beside a worker process of IIS, which runs programs under its own name, that is the one", () => {
  expect(inKernel("Fabrikam.Orders.Worker.exe", "w3wp.exe")?.values.image).toBe("w3wp.exe");
});

test("a recording tells who else works on the files of a program that hosts itself", () => {
  expect(foreign("Fabrikam.Orders.exe", "AcmeIndexer.exe")?.values.processes).toEqual(["AcmeIndexer.exe"]);
  expect(foreign("Fabrikam.Orders.A.exe", "Fabrikam.Orders.B.exe")).toBeUndefined();
  expect(foreign("w3wp.exe", "Fabrikam.Orders.exe")?.values.processes).toEqual(["Fabrikam.Orders.exe"]);
});
