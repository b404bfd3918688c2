import { call } from "../methods";
import type { Hang } from "./hang";
import { inRequestAt } from "./stories";

const PATH = "C:\\inetpub\\wwwroot\\shop\\bin\\Contoso.Shop.dll";

/** Another program opens the same files all the time. */
export const foreignProcessOnPath: Hang = {
  cause: "foreign-process-on-path",
  needs: { versions: ["2.0", "4.x", "core"] },
  put(stage) {
    const { random, server } = stage;
    const count = random.int(6, 20);
    stage.threads(
      count,
      inRequestAt(
        ["NtCreateFile", "BASE!CreateFileW"],
        [
          call("System.IO.FileStream.Init", { transition: "helper" }),
          call("System.IO.File.OpenRead", { isStatic: true }),
        ],
      ),
    );
    const processId = Number.parseInt(server.process.id, 16);
    const other = random.pick(["SearchProtocolHost.exe", "AcmeMonitor.exe", "AcmeBkpAgent.exe"]);
    let at = server.clock.session;
    const event = (process: string, id: number, result: string): (typeof server.fileActivity)[number] => {
      at += random.int(3, 90);
      return {
        at,
        process,
        processId: id,
        threadId: 4 * random.int(100, 3000),
        operation: "CreateFile",
        path: PATH,
        result,
        duration: random.int(1000, 9000),
        offset: null,
        length: null,
        more: "Desired Access: Generic Read, Disposition: Open",
      };
    };
    const rounds = random.int(4, 12);
    stage.set({
      fileActivity: random
        .times(rounds, () => [
          event(server.process.image, processId, "SHARING VIOLATION"),
          event(other, processId + 4000, "SUCCESS"),
          event(server.process.image, processId, "SUCCESS"),
        ])
        .flat(),
    });
    stage.requests(count, random.int(15_000, 60_000));
    stage.answers.set("service-test", "faster");
  },
};
