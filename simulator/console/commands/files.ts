import type { Folder, FolderTree } from "../../folders";
import { FOLDER_LANGUAGES } from "../../printers/folder-languages";
import { printDir, printDu, printMeasure, printRobocopy } from "../../printers/folder-size";
import type { Server } from "../../server";
import { type Answer, type Arguments, type Command, fail, type Situation } from "../command";

const TEMPORARY = "temporary asp.net files";

function plain(path: string): string {
  return path
    .replace(/^["']|["']$/g, "")
    .replace(/%(?:windir|systemroot)%/gi, "C:\\Windows")
    .replace(/(?<=[^:])\\+$/, "");
}

function moved(folder: Folder, from: string, to: string): Folder {
  return { ...folder, path: to + folder.path.slice(from.length) };
}

/** The folder at a path with all below it; null when there is none. The runtime's folder for compiled pages is the one at hand. */
export function folderAt({ folder }: Server, typed: string): FolderTree | null {
  const path = plain(typed);
  const wanted = path.toLowerCase();
  const own = folder.folders.filter((one) => `${one.path.toLowerCase()}\\`.startsWith(`${wanted}\\`));
  if (own.length > 0) return { ...folder, path, folders: own };
  if (!wanted.endsWith(TEMPORARY)) return null;
  return { ...folder, path, folders: folder.folders.map((one) => moved(one, folder.path, path)) };
}

type Print = (server: Server) => readonly string[];

/** Prints a folder, or says that there is none. */
function ofFolder(missing: (path: string) => readonly string[], print: Print): Command["answer"] {
  return ({ server }: Situation, { path = "" }: Arguments): Answer | readonly string[] => {
    const folder = folderAt(server, path);
    return folder ? print({ ...server, folder }) : fail(...missing(plain(path)));
  };
}

const ENGLISH = FOLDER_LANGUAGES.find(({ name }) => name === "english");
const PATH = `(?<path>"[^"]+"|'[^']+'|[^\\s"'/-][^\\s"']*)`;

function inEnglish(print: (server: Server, language: NonNullable<typeof ENGLISH>) => readonly string[]): Print {
  return (server) => (ENGLISH ? print(server, ENGLISH) : []);
}

function robocopyMissing(path: string): string[] {
  return [
    `2024/03/12 16:03:30 ERROR 2 (0x00000002) Accessing Source Directory ${path}\\`,
    "The system cannot find the file specified.",
  ];
}

function robocopy(situation: Situation, args: Arguments): Answer | readonly string[] | null {
  const [exact, headless] = [/\/bytes\b/i, /\/njh\b/i].map((flag) => flag.test(args.flags ?? ""));
  const print = inEnglish((server, language) =>
    printRobocopy(server, language, exact === true, { headed: headless !== true }),
  );
  return ofFolder(robocopyMissing, print)(situation, args);
}

function measureMissing(path: string): string[] {
  return [
    `Get-ChildItem : Cannot find path '${path}' because it does not exist.`,
    "    + CategoryInfo          : ObjectNotFound: (String) [Get-ChildItem], ItemNotFoundException",
  ];
}

const ALL = ["cmd", "powershell"] as const;

/** How much lies in a folder. */
export const FILE_COMMANDS: readonly Command[] = [
  {
    parser: "dir",
    consoles: ["cmd"],
    typed: new RegExp(`^dir(?=.*\\s/s\\b)(?:\\s+/(?:a|s|-c))*\\s+${PATH}(?:\\s+/(?:a|s|-c))*$`, "i"),
    answer: ofFolder(() => ["File Not Found"], inEnglish(printDir)),
  },
  {
    parser: "dir",
    consoles: ["cmd"],
    typed: new RegExp(`^dir(?:\\s+/(?:a|s|-c))*\\s+${PATH}(?:\\s+/(?:a|s|-c))*$`, "i"),
    answer: ofFolder(
      () => ["File Not Found"],
      inEnglish((server, language) => printDir(server, language, false)),
    ),
  },
  { parser: null, consoles: ["cmd"], typed: /^dir(?:\s.*)?$/i, answer: () => fail("File Not Found") },
  {
    parser: "robocopy",
    consoles: ALL,
    typed: new RegExp(`^robocopy\\s+${PATH}\\s+\\S+(?<flags>(?:\\s+/\\w+)*)$`, "i"),
    answer: robocopy,
  },
  {
    parser: "measure-object",
    consoles: ["powershell"],
    typed: new RegExp(
      `^(?:get-childitem|gci|dir|ls)(?:\\s+-(?:recurse|force|file))*\\s+${PATH}(?:\\s+-(?:recurse|force|file))*\\s*\\|\\s*measure(?:-object)?(?:\\s+-?\\w+)*$`,
      "i",
    ),
    answer: ofFolder(measureMissing, (server) => printMeasure(server, false)),
  },
  {
    parser: "measure-object",
    consoles: ["powershell"],
    typed: new RegExp(
      `^(?:get-childitem|gci|dir|ls)(?:\\s+-(?:recurse|force|file))*\\s+${PATH}(?:\\s+-(?:recurse|force|file))*\\s*\\|\\s*measure(?:-object)?(?:\\s+-?\\w+)*\\s*\\|\\s*(?:format-table|ft)$`,
      "i",
    ),
    answer: ofFolder(measureMissing, (server) => printMeasure(server, true)),
  },
  {
    parser: "du",
    consoles: ALL,
    typed: new RegExp(`^du(?:\\s+-\\w+)*\\s+${PATH}$`, "i"),
    answer: ofFolder((path) => [`Error opening ${path}:`, "The system cannot find the path specified."], printDu),
  },
];
