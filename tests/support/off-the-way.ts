import { conclude } from "@/cases/diagnose";
import { hangPlaybook } from "@/machines/hang";
import { Console, type ConsoleKind, pasted } from "@/simulator/console/console";
import { type SimulatedHang, simulateHang } from "@/simulator/hangs/simulate";
import { play } from "@/training/play";
import { type Question, questionsFrom } from "@/training/questions/questions";
import { questionedConsoles } from "./questioned-hangs";
import { run, runWith } from "./triage";

function typed({ server }: SimulatedHang, lines: readonly (readonly [ConsoleKind, string])[]): string[] {
  return lines.map(([kind, line]) => pasted(new Console(server, kind).type(line), line));
}

const WORKERS = "%windir%\\system32\\inetsrv\\appcmd list wp";

/** Whoever asks IIS for its workers although it is known which process hangs. */
function workersBesideStacks(): Question[] {
  return [2, 3, 4].flatMap((seed) => {
    const hang = simulateHang(seed, "orphaned-lock");
    return questionsFrom(
      run(
        ...typed(hang, [
          ["cmd", WORKERS],
          ["user", "~*kb"],
          ["user", "!syncblk"],
          ["user", "!threads"],
        ]),
      ),
      seed,
    );
  });
}

function poolDuringCollection(): Question[] {
  const { server, later, ...hang } = simulateHang(1, "gc-suspension");
  return questionsFrom(run(...typed({ ...hang, server, later }, [["user", "!threadpool"]])), 1);
}

/** The customer has tried what is usually advised. */
function afterSingleRestart(): Question[] {
  const { reads } = play(hangPlaybook, simulateHang(1, "app-domain-recycling")).solution;
  return questionsFrom(conclude(hangPlaybook, reads, { answers: new Map([["recycling", "one-user-one-recycle"]]) }), 1);
}

const FILTERS = `C:\\>fltmc
Filter Name                     Num Instances    Altitude    Frame
------------------------------  -------------  ------------  -----
WdFilter                               10       328010         0
luafv                                   1       135000         0
`;

const GARDEN = `C:\\>appcmd list wp
WP "4712" (applicationPool:ShopPool)
WP "4980" (applicationPool:ShopPool)
`;

const SIGNAL_WAITS = [20, 21, 22, 23, 24, 25]
  .map(
    (thread) => `0:0${thread}> !clrstack
OS Thread Id: 0x1a${thread} (${thread})
        Child SP               IP Call Site
000000d1b5f7e2f8 00007ffc7f0b1104 [HelperMethodFrame_1OBJ: 000000d1b5f7e3d0] System.Threading.Monitor.ObjWait(Boolean, Int32, System.Object)
000000d1b5f7e400 00007ffc1a2b3c4d Contoso.Jobs.Queue.Take()
`,
  )
  .join("");

/** Questions that take an output which the machine does without on made-up hangs. */
export function questionsOffTheWay(): Question[] {
  return [
    ...questionedConsoles([1, 2, 3], { systems: ["linux"] }),
    ...workersBesideStacks(),
    ...poolDuringCollection(),
    ...afterSingleRestart(),
    ...questionsFrom(runWith(FILTERS, { "antivirus-test": "no-change" }), 1),
    ...questionsFrom(run(GARDEN), 1),
    ...questionsFrom(run(SIGNAL_WAITS), 1),
  ];
}
