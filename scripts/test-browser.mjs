import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { root, run, runNode, SetupProblem, say, secondsSince } from "./project.mjs";

/** playwright.config.ts reads the choice from here. */
const CHOICE = join(root, ".waitchain", "test-browser.json");
const PLAYWRIGHT = join(root, "node_modules", "@playwright", "test", "cli.js");

/** Sees to a browser that Playwright can start, and remembers which. */
export async function ensureTestBrowser() {
  const asked = process.env.WAITCHAIN_CHROMIUM;
  if (isRemembered(asked)) return;

  if (asked) {
    say(`trying the browser that WAITCHAIN_CHROMIUM names, ${asked}`);
    if (await starts(asked)) return remember(asked);
    throw new SetupProblem(
      "BROWSER_NOT_USABLE",
      `WAITCHAIN_CHROMIUM names ${asked}, and it does not start.`,
      "Set it to the program file of Chromium, Chrome or Edge, or unset it to let the set-up find one.",
    );
  }

  say("looking for a browser for the tests");
  const found = (await findStartable()) ?? (await download()) ?? (await installFromSystem());
  if (found === undefined) {
    throw new SetupProblem(
      "BROWSER_MISSING",
      "The tests need Chromium, Chrome or Edge. None was found here, and none could be installed.",
      "Install one, or set WAITCHAIN_CHROMIUM to the program file of one, then run the command again.",
    );
  }
  say(`the tests will use ${found}`);
  remember(found);
}

function isRemembered(asked) {
  try {
    const { executablePath } = JSON.parse(readFileSync(CHOICE, "utf8"));
    return existsSync(executablePath) && (!asked || asked === executablePath);
  } catch {
    return false;
  }
}

function remember(executablePath) {
  mkdirSync(dirname(CHOICE), { recursive: true });
  writeFileSync(CHOICE, `${JSON.stringify({ executablePath })}\n`);
}

async function findStartable() {
  for (const path of [...installedBrowsers(), await playwrightBrowser()]) {
    if (isProgram(path) && (await starts(path))) return path;
  }
  return undefined;
}

function installedBrowsers() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium", "Microsoft Edge"].flatMap((name) =>
      ["/Applications", join(process.env.HOME ?? "/", "Applications")].map((folder) =>
        join(folder, `${name}.app`, "Contents", "MacOS", name),
      ),
    );
  }
  if (process.platform === "win32") {
    const folders = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];
    const programs = ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"];
    return folders.filter(Boolean).flatMap((folder) => programs.map((program) => join(folder, program)));
  }
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

async function playwrightBrowser() {
  const { chromium } = await import("@playwright/test");
  return chromium.executablePath();
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Some systems ship a stand-in that only says what to install, so nothing short of starting it tells. */
async function starts(executablePath) {
  const { chromium } = await import("@playwright/test");
  try {
    const browser = await chromium.launch({ executablePath, timeout: 30_000 });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

async function download() {
  say("none found, so downloading the one that Playwright brings");
  const started = Date.now();
  const { code } = await runNode(PLAYWRIGHT, ["install", "--no-shell", "chromium"], {
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" },
    timeoutSeconds: 600,
  });
  if (code !== 0) {
    say(`that download does not work from here (tried for ${secondsSince(started)})`);
    return undefined;
  }
  const path = await playwrightBrowser();
  if (await starts(path)) return path;
  if (process.platform !== "linux" || (await privilege()) === undefined) return undefined;
  say("downloaded, but it lacks system libraries: installing them with playwright install-deps");
  await runNode(PLAYWRIGHT, ["install-deps", "chromium"], { timeoutSeconds: 600 });
  return (await starts(path)) ? path : undefined;
}

const SYSTEM_INSTALLERS = [
  { tool: "apt-get", steps: [["update"], ["install", "-y", "--no-install-recommends", "chromium"]] },
  { tool: "dnf", steps: [["install", "-y", "chromium"]] },
  { tool: "apk", steps: [["add", "chromium"]] },
  { tool: "pacman", steps: [["-S", "--noconfirm", "chromium"]] },
  { tool: "zypper", steps: [["--non-interactive", "install", "chromium"]] },
  { tool: "brew", steps: [["install", "--cask", "google-chrome"]], asUser: true },
];

async function installFromSystem() {
  for (const { tool, steps, asUser } of SYSTEM_INSTALLERS) {
    if ((await run(tool, ["--version"])).code === 127) continue;
    const prefix = asUser ? [] : await privilege();
    if (prefix === undefined) {
      say(`${tool} could install one, but that needs root or sudo without a password`);
      return undefined;
    }
    for (const step of steps) {
      const [command, ...args] = [...prefix, tool, ...step];
      say(`installing a browser: ${[tool, ...step].join(" ")}`);
      await run(command, args, { env: { DEBIAN_FRONTEND: "noninteractive" }, timeoutSeconds: 900 });
    }
    return findStartable();
  }
  return undefined;
}

/** What to put before a command that needs root; nothing at all where root cannot be had without asking. */
async function privilege() {
  if (process.getuid?.() === 0) return [];
  return (await run("sudo", ["-n", "true"])).code === 0 ? ["sudo", "-n"] : undefined;
}
